"""Takes in what other systems know of customers, from files a spreadsheet writes."""

from services.customers.importing.files import UnreadableFile
from services.customers.importing.imports import CustomerImport, Imported, RowFault
from services.customers.importing.sheets import SHEETS, Kind, Sheet

__all__ = ["SHEETS", "CustomerImport", "Imported", "Kind", "RowFault", "Sheet", "UnreadableFile"]
