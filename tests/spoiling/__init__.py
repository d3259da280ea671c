"""Files spoilt at random, as people, programs and attackers spoil them, and what commands make of them within limits.

`texts` spoils YAML and Markdown, `books` workbooks, `lists` CSV; `trials` has a command read each, `bounded` does so in
a program of its own that may not take more than `cost` says.

To see one again: `PYTHONPATH=generator:tests python -m spoiling yaml 123`.
"""
