"""How is the API shown to people? Pages that need nothing from elsewhere."""

import html

import offapi

from api_http.problems import PROBLEMS


def page() -> bytes:
    """This function will write the interactive page; everything it needs is in it."""
    text: str = offapi.OpenAPITemplate.SWAGGER.value.format(spec_url="/openapi.json")
    # Unless told otherwise it has a server on the internet validate what it shows.
    return text.replace(
        "dom_id: '#swagger-ui',", "dom_id: '#swagger-ui', validatorUrl: null,"
    ).encode()


def errors_page(language: str) -> bytes:
    """This function will list every code with what it means."""
    rows = "".join(
        f'<tr id="{code}"><td><code>{code}</code><td>{told.status}<td>'
        f"{html.escape(told.words.in_(language))}"
        for code, told in sorted(PROBLEMS.items())
    )
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>PIKCUR errors</title>'
        "<style>body{font:16px sans-serif;margin:2rem}td{padding:.3rem 1rem}</style>"
        f"<h1>PIKCUR errors</h1><table>{rows}</table></html>"
    ).encode()
