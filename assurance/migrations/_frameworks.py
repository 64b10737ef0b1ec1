"""Put the frameworks that come with the product into a database, new or in use.

A council that is made later needs no step of its own: a framework belongs to the installation. A
later version of a framework comes with a later migration, or is loaded by whoever may.
"""

from assurance.framework_files.reading import SHIPPED_FRAMEWORKS, shipped
from assurance.framework_files.rows import Tables, framework_columns, write_parts


def load(apps, schema_editor):
    names = (
        "Framework",
        "Theme",
        "QualityStatement",
        "EvidenceCategory",
        "SubHeading",
        "FrameworkEntry",
    )
    tables = Tables(*(apps.get_model("assurance", name) for name in names))
    for name in SHIPPED_FRAMEWORKS:
        file = shipped(name)
        framework = tables.framework.objects.create(**framework_columns(file))
        write_parts(file, framework, tables)
