"""Tagged PDF on top of reportlab: a structure tree that a screen reader can follow.

Everything drawn is either part of an `Element` or an artifact (rules, running headers), which
is read to nobody. The elements form the tree in the order in which they were made. The file
does not claim to conform to PDF/UA, because nothing here could prove that.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from assurance.reports.style import LANGUAGE, REGULAR

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass(eq=False, slots=True)
class Element:
    """One node of the structure tree, for example a table cell.

    `attributes` is ready PDF, such as "/O /Table /Scope /Column". `content` holds child
    elements, marks (page, number on that page) and links.
    """

    tag: str
    alt: str = ""
    attributes: str = ""
    content: list["Element | tuple[int, int] | _Link"] = field(default_factory=list)

    def child(self, tag: str, alt: str = "", attributes: str = "") -> "Element":
        made = Element(tag, alt, attributes)
        self.content.append(made)
        return made


@dataclass(eq=False, slots=True)
class _Link:
    page: int
    key: int
    annotation: Any


class _Node(pdfdoc.PDFObject):  # type: ignore[misc,unused-ignore]
    """An element as reportlab writes it, once the numbers of all objects are known."""

    __RefOnly__ = 1

    def __init__(self, element: Element, parent: Any, pages: list[Any]) -> None:
        self.element, self.parent, self.pages = element, parent, pages
        self.children: dict[Element, _Node] = {}

    def format(self, document: Any) -> bytes:
        element = self.element
        parts = [f"/Type /StructElem /S /{element.tag} /P {_ref(document, self.parent)}"]
        if element.alt:
            alt = pdfdoc.PDFString(element.alt).format(document)
            parts.append("/Alt " + alt.decode("latin-1"))
        if element.attributes:
            parts.append(f"/A << {element.attributes} >>")
        if element.content:
            kids = " ".join(self._kid(document, kid) for kid in element.content)
            parts.append(f"/K [{kids}]")
        return f"<< {' '.join(parts)} >>".encode("latin-1")

    def _kid(self, document: Any, kid: "Element | tuple[int, int] | _Link") -> str:
        if isinstance(kid, Element):
            return _ref(document, self.children[kid])
        if isinstance(kid, _Link):
            page, annotation = _ref(document, self.pages[kid.page]), kid.annotation
            return f"<< /Type /OBJR /Pg {page} /Obj {_ref(document, annotation)} >>"
        page = _ref(document, self.pages[kid[0]])
        return f"<< /Type /MCR /Pg {page} /MCID {kid[1]} >>"


def _ref(document: Any, thing: Any) -> str:
    text: bytes = pdfdoc.format(document.Reference(thing), document)
    return text.decode("latin-1")


class TaggedCanvas(Canvas):  # type: ignore[misc,unused-ignore]
    """A canvas that records what each mark on the page is."""

    def __init__(self, file: Any, *, title: str, root: Element) -> None:
        # Without a first font of ours, reportlab would name Helvetica and not embed it.
        super().__init__(
            file,
            invariant=1,
            pageCompression=1,
            pdfVersion=(1, 7),
            lang=LANGUAGE,
            initialFontName=REGULAR,
        )
        self._root, self._title = root, title
        self._page_objects: list[Any] = []
        self._page_marks: list[list[Element]] = []
        self._marks: list[Element] = []
        self._links: list[tuple[Element, _Link]] = []
        self.setTitle(title)
        self.setViewerPreference("DisplayDocTitle", "true")

    @contextmanager
    def marked(self, element: Element) -> Iterator[None]:
        """Everything drawn inside belongs to the element."""
        self._code.append(f"/{element.tag} <</MCID {len(self._marks)}>> BDC")
        element.content.append((len(self._page_objects), len(self._marks)))
        self._marks.append(element)
        yield
        self._code.append("EMC")

    @contextmanager
    def artifact(self, subtype: str = "") -> Iterator[None]:
        """Everything drawn inside is decoration; a subtype marks a running header or footer."""
        kind = f"<</Type /Pagination /Subtype /{subtype}>>" if subtype else "<</Type /Layout>>"
        self._code.append(f"/Artifact {kind} BDC")
        yield
        self._code.append("EMC")

    def link(self, element: Element, target: str, box: tuple[float, ...], words: str) -> None:
        """Make a box of this page, in page coordinates, lead to a bookmark."""
        key = -1 - len(self._links)
        annotation = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Annot"),
                "Subtype": pdfdoc.PDFName("Link"),
                "Rect": pdfdoc.PDFArray(box),
                "Border": pdfdoc.PDFArray([0, 0, 0]),
                "F": 4,
                "Contents": pdfdoc.PDFString(words),
                "Dest": self._bookmarkReference(target),
            }
        )
        annotation.__RefOnly__ = 1
        link = _Link(len(self._page_objects), key, annotation)
        element.content.append(link)
        self._links.append((element, link))
        self._addAnnotation(annotation)

    def showPage(self) -> None:  # noqa: N802
        super().showPage()
        page = self._doc.Pages.pages[-1]
        # reportlab writes only the keys it lists; these two are ours.
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = len(self._page_objects)
        page.Tabs = pdfdoc.PDFName("S")
        self._page_objects.append(page)
        self._page_marks.append(self._marks)
        self._marks = []

    def save(self) -> None:
        """Write the structure tree, the metadata and the file."""
        if self._code:
            self.showPage()
        catalog = self._doc.Catalog
        catalog.StructTreeRoot = self._structure()
        catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
        xmp = XMP.format(title=escape(self._title), language=LANGUAGE).encode()
        catalog.Metadata = pdfdoc.XMP(creator=lambda _: xmp)
        super().save()

    def _structure(self) -> Any:
        reference = self._doc.Reference
        tree = pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("StructTreeRoot")})
        tree.__RefOnly__ = 1
        nodes: dict[Element, _Node] = {}
        top = self._node(self._root, tree, nodes)
        tree["K"] = reference(top)
        numbers: list[Any] = []
        for page, marks in enumerate(self._page_marks):
            listed = pdfdoc.PDFArray([reference(nodes[element]) for element in marks])
            numbers += [page, reference(listed)]
        for element, link in self._links:
            link.annotation["StructParent"] = len(numbers) // 2
            numbers += [len(numbers) // 2, reference(nodes[element])]
        tree["ParentTree"] = reference(pdfdoc.PDFDictionary({"Nums": pdfdoc.PDFArray(numbers)}))
        tree["ParentTreeNextKey"] = len(numbers) // 2
        return reference(tree)

    def _node(self, element: Element, parent: Any, nodes: dict[Element, _Node]) -> _Node:
        node = nodes[element] = _Node(element, parent, self._page_objects)
        self._doc.Reference(node)
        for kid in element.content:
            if isinstance(kid, Element):
                node.children[kid] = self._node(kid, node, nodes)
        return node
