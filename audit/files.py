"""Files of tools, by what they are: YAML or an XLSForm workbook."""

from audit.loader import LoadedFile, read_yaml
from audit.rules.tools import Fault

WORKBOOKS = (".xlsx", ".xlsm")
TEXTS = (".yaml", ".yml")


def read_file(name: str, data: bytes) -> LoadedFile:
    """Read a file of tools by the ending of its name."""
    lower = name.lower()
    if lower.endswith(TEXTS):
        return read_yaml(data)
    if lower.endswith(WORKBOOKS):
        return LoadedFile(faults=(Fault(name, "workbooks cannot be read yet"),))
    return LoadedFile(faults=(Fault(name, "is neither a .yaml nor an .xlsx file"),))
