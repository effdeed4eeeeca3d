"""Which settings are there? `python -m settings` lists them, with their defaults."""

import sys

import msgspec

from settings import Settings, sentence


def _listing() -> str:
    return "\n".join(
        f"{field.name.upper():<30} {sentence(field.name)}\n"
        f"{'':<30} default: {'none' if field.default is None else field.default}"
        for field in msgspec.structs.fields(Settings)
    )


if __name__ == "__main__":
    sys.stdout.write(_listing() + "\n")
