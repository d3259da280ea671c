"""The NHS register of organisations (ODS) to `pcn.yml` files, again and again without undoing people's work.

`read` turns the register's workbook or CSV files into PCNs, `record` keeps what it said at
the last import, `merge` brings its changes into the text of one file, `apply` does so for
every folder.
"""

from __future__ import annotations

from rolecall.exchange.register.apply import Change, apply
from rolecall.exchange.register.read import Register, RegisterPCN, RegisterPractice, read_register

__all__ = ["Change", "Register", "RegisterPCN", "RegisterPractice", "apply", "read_register"]
