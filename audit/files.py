"""Files of tools, by what they are: YAML or an XLSForm workbook."""

from collections.abc import Callable, Mapping
from pathlib import Path

from audit.loader import LoadedFile, read_yaml
from audit.rules.documents import Document
from audit.rules.tools import Fault
from audit.writing import write_yaml
from audit.xlsform.reading import read_xlsform
from audit.xlsform.writing import write_xlsform

# The tools that come with this service.
SHIPPED = Path(__file__).parent / "tools"
WORKBOOKS = (".xlsx", ".xlsm")
TEXTS = (".yaml", ".yml")
# What a version can be written as: content type and writer, by the ending of the file's name.
WRITERS: Mapping[str, tuple[str, Callable[[Document], bytes]]] = {
    "yaml": ("application/yaml", write_yaml),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write_xlsform,
    ),
}


def read_file(name: str, data: bytes) -> LoadedFile:
    """Read a file of tools by the ending of its name."""
    lower = name.lower()
    if lower.endswith(TEXTS):
        return read_yaml(data)
    if lower.endswith(WORKBOOKS):
        return read_xlsform(data)
    return LoadedFile(faults=(Fault(name, "is neither a .yaml nor an .xlsx file"),))
