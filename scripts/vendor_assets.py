"""Fetch, check and rewrite the front-end files this service carries with it.

Run by a developer when a version changes: `python scripts/vendor_assets.py`. What it writes is
committed, so installing and running the service needs neither npm nor a network. It refuses a
package whose archive is not the one pinned here, and a second run writes the same bytes.

Standard library and the `npm` command only.
"""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = Path("static/vendor/VENDOR.json")

SOURCE_MAP = re.compile(rb"\s*(?:/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S+)")
TRANSPORT_FACE = re.compile(r"@font-face\{font-family:GDS Transport;[^}]*\}")
CREST = "url(/assets/images/govuk-crest.svg)"

GOVUK_LICENCE = """\
The MIT License (MIT)

Copyright (C) 2017 Crown Copyright (Government Digital Service)

Permission is hereby granted, free of charge, to any person obtaining a copy of
this software and associated documentation files (the "Software"), to deal in
the Software without restriction, including without limitation the rights to
use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of
the Software, and to permit persons to whom the Software is furnished to do so,
subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS
FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER
IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


class VendorError(Exception):
    """A package is not what was pinned, or no longer looks as a rewrite expects."""


def govuk_css(css: str) -> str:
    """Return the stylesheet without the GDS Transport typeface and the royal crest.

    Both are licensed for GOV.UK domains only. No absolute `/assets/` address may remain, because
    hashed static file names would leave it pointing at nothing.
    """
    css, faces = TRANSPORT_FACE.subn("", css)
    crests = css.count(CREST)
    if (faces, crests) != (2, 3):
        raise VendorError(f"expected 2 font faces and 3 crests, found {faces} and {crests}")
    css = css.replace(CREST, "none").replace("font-family:GDS Transport,", "font-family:")
    if "GDS Transport" in css or "url(/assets" in css:
        raise VendorError("the stylesheet still names GDS Transport or an /assets/ address")
    return css


@dataclass(frozen=True)
class Package:
    """One pinned npm package and the few files kept from it.

    `files` maps a path inside the package to a path from the top of the project; `written` holds
    files whose text is ours to supply because the package leaves it out.
    """

    name: str
    version: str
    licence: str
    sha512: str
    files: dict[str, str]
    written: dict[str, str] = field(default_factory=dict)
    rewrites: dict[str, Callable[[str], str]] = field(default_factory=dict)


PACKAGES = (
    Package(
        name="govuk-frontend",
        version="6.6.0",
        licence="MIT",
        sha512="xctkWrQvLnvQt7fyjQ3MGX9S0wz0x0RQuLxCeoXF+s8EjGICG81/DYQGKN5qgO+0KVT12UAaRwUsGY6fulRcRg==",
        files={
            "dist/govuk/govuk-frontend.min.css": "static/vendor/govuk/govuk-frontend.min.css",
            "dist/govuk/govuk-frontend.min.js": "static/vendor/govuk/govuk-frontend.min.js",
        },
        written={"static/vendor/govuk/LICENSE.txt": GOVUK_LICENCE},
        rewrites={"dist/govuk/govuk-frontend.min.css": govuk_css},
    ),
    Package(
        name="plotly.js-basic-dist-min",
        version="4.1.1",
        licence="MIT",
        sha512="1oNF8PeQx2hv/y7tqEVWKD3JGwn/MGEMQ8mL9HUwsaqG9FGy/OU5FHUHvzqbqxN4mnwZGI9abTiE775C4kkjMQ==",
        files={
            "plotly-basic.min.js": "static/vendor/plotly/plotly-basic.min.js",
            "LICENSE": "static/vendor/plotly/LICENSE.txt",
        },
    ),
    Package(
        name="dejavu-fonts-ttf",
        version="2.37.3",
        licence="Bitstream Vera and Arev fonts licences; DejaVu changes in the public domain",
        sha512="f1hd7jJbeQa1VWcw+K2KrTXS50zTMaHpVC4XIKJpNcDeYR5ajMtj/iLlQDYNvLOKamUB3ARVVCf79lNwNVztSQ==",
        files={
            "ttf/DejaVuSans.ttf": "static/vendor/fonts/DejaVuSans.ttf",
            "ttf/DejaVuSans-Bold.ttf": "static/vendor/fonts/DejaVuSans-Bold.ttf",
            "ttf/DejaVuSans-Oblique.ttf": "static/vendor/fonts/DejaVuSans-Oblique.ttf",
            "LICENSE": "static/vendor/fonts/LICENSE.txt",
        },
    ),
    Package(
        name="axe-core",
        version="4.14.1",
        licence="MPL-2.0",
        sha512="FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
        files={
            "axe.min.js": "tests/data/axe/axe.min.js",
            "LICENSE": "tests/data/axe/LICENSE.txt",
            "LICENSE-3RD-PARTY.txt": "tests/data/axe/LICENSE-3RD-PARTY.txt",
        },
    ),
)


def fetch(package: Package, folder: Path) -> Path:
    """Return the package's archive, downloaded into `folder` and equal to the pinned one."""
    npm = shutil.which("npm")
    if npm is None:
        raise VendorError("the npm command was not found; it is needed to vendor, not to run")
    spec = f"{package.name}@{package.version}"
    command = [npm, "pack", spec, "--silent", "--pack-destination", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    archive = next(folder.glob("*.tgz"))
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if digest != package.sha512:
        raise VendorError(f"{spec}: sha512 is {digest}, not the pinned {package.sha512}")
    return archive


def contents(package: Package, archive: Path) -> dict[str, bytes]:
    """Return what is kept of a package: path from the top of the project to final bytes."""
    kept = {path: text.encode() for path, text in package.written.items()}
    with tarfile.open(archive) as tar:
        for member, path in package.files.items():
            stored = tar.extractfile(f"package/{member}")
            if stored is None:
                raise VendorError(f"{package.name}: {member} is not a file")
            data = stored.read()
            if path.endswith((".css", ".js")):
                # collectstatic refuses a map that is named but not there.
                data = SOURCE_MAP.sub(b"", data)
            if rewrite := package.rewrites.get(member):
                data = rewrite(data.decode()).encode()
            kept[path] = data
    return kept


def vendor(package: Package, root: Path) -> dict[str, Any]:
    """Write one package's files under `root`; return its entry in the manifest."""
    with tempfile.TemporaryDirectory() as folder:
        kept = contents(package, fetch(package, Path(folder)))
    for path, data in kept.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return {
        "version": package.version,
        "licence": package.licence,
        "archive_sha512": package.sha512,
        "files": {
            path: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
            for path, data in kept.items()
        },
    }


def main(root: Path = ROOT) -> int:
    """Vendor every package and write the manifest; return the process's exit code."""
    try:
        manifest = {package.name: vendor(package, root) for package in PACKAGES}
    except (VendorError, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    target = root / MANIFEST
    target.write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    sys.stdout.write(f"Wrote {len(manifest)} packages, listed in {MANIFEST}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
