"""Lighthouse on one page of each kind of Riverside, or of the kinds named, as a phone. Exits 1 below 100.

Where search engines are not to list a page, as with those of staff, their score does not count.
"""

from __future__ import annotations

import functools
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path

import shown

ROOT = Path(__file__).parents[1]
PROGRAM = ROOT / ".rolecall/lighthouse/node_modules/.bin/lighthouse"
SCORES = ("performance", "accessibility", "best-practices", "seo")


class Packed(shown.Handler):
    """Serves as real servers do: text packed, for as long as the browser takes that."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        data = gzip.compress(path.read_bytes(), 9)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def score(url: str) -> dict[str, float]:
    """The 4 scores out of 100, and LCP in seconds and CLS, of one page."""
    flags = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
    ran = subprocess.run(
        [str(PROGRAM), url, "--quiet", "--output=json", f"--chrome-flags={flags}"],
        env={**os.environ, "CHROME_PATH": shutil.which("chromium") or ""},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise SystemExit(f"Lighthouse stopped at {url}:\n{ran.stderr}")
    report = json.loads(ran.stdout)
    scores = {name: 100 * (report["categories"][name]["score"] or 0) for name in SCORES}
    audits = report["audits"]
    return {
        **scores,
        "LCP": audits["largest-contentful-paint"]["numericValue"] / 1000,
        "CLS": audits["cumulative-layout-shift"]["numericValue"],
    }


def main() -> int:
    low = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        kinds = shown.write_sites(folder)
        server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Packed, directory=str(folder / "riverside")))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"{'page':24}" + "".join(f"{name:>15}" for name in (*SCORES, "LCP", "CLS")))
        for kind, page in kinds.items():
            site, _, template = kind.partition(": ")
            if site != "riverside" or (sys.argv[1:] and template not in sys.argv[1:]):
                continue
            found = score(f"http://127.0.0.1:{server.server_port}/{page.removeprefix('riverside/')}")
            print(f"{template:24}" + "".join(f"{value:15.2f}" for value in found.values()), flush=True)
            hidden = template == "404" or b'content="noindex"' in (folder / page / "index.html").read_bytes()
            low = low or any(found[name] < 100 for name in SCORES if not (hidden and name == "seo"))
        server.shutdown()
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
