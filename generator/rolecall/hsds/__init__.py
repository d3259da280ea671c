"""Local services as Open Referral UK: the data that other directories read, HSDS-UK 3.0, which is core HSDS 3.0 too.

`full` and `lists` write it. `back` reads what they wrote, without loss.
"""

from rolecall.hsds.back import fields_of, slug_of
from rolecall.hsds.full import NOT_PUBLIC, Full, full_records
from rolecall.hsds.lists import as_json, files, pages_of

__all__ = ["NOT_PUBLIC", "Full", "as_json", "fields_of", "files", "full_records", "pages_of", "slug_of"]
