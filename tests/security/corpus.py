"""What attackers type into forms and addresses, and how one sees that it worked."""

XSS = '"\'><script>alert("chengxin-xss")</script><img src=x onerror=alert(1)>'
TEMPLATE = "{{1337*7}}${1337*7}#{1337*7}<%= 1337*7 %>{%25 include 'x' %25}"
CRLF = "a\r\nSet-Cookie: chengxin-crlf=1\r\n\r\n<b>"

CORPUS = {
    "xss": XSS,
    "template": TEMPLATE,
    "crlf": CRLF,
    "sql": "x' OR '1'='1'; DROP TABLE accounts_user; --",
    "sql-number": "1 OR 1=1",
    "sql-like": "%_\\%'",
    "path": "../../../../etc/passwd",
    "path-encoded": "..%2f..%2f..%2fetc%2fpasswd",
    "windows-path": "..\\..\\windows\\win.ini",
    "nul": "a\x00b",
    "format": "%s%n%x{0.__class__}",
    "bidi": "\u202egnp.exe",
    "number": "99999999999999999999999999",
    "negative": "-1",
    "digits-of-others": "²①٣",
    "empty": "",
    "blanks": " \t\u3000",
    "huge": "长" * 20_000,
}
QUICK = ("xss", "template", "crlf", "sql", "path", "nul", "number", "digits-of-others", "huge")


def traces_in(status: int, headers: dict[str, str], body: str) -> list[str]:
    """Return what in an answer shows that something typed was run, or that the program broke."""
    found = []
    if status >= 500:
        found.append(f"status {status}")
    is_page = "html" in headers.get("Content-Type", "html")
    if is_page and ("<script>alert(" in body or "<img src=x onerror" in body):
        found.append("a script came back as a script")
    if "9359" in body and "pdf" not in headers.get("Content-Type", ""):  # a set page is full of such offsets
        found.append("a template was evaluated")
    if "chengxin-crlf" in " ".join(headers) or any("\n" in value for value in headers.values()):
        found.append("a header was smuggled in")
    if "root:x:0:" in body or "Traceback (most recent call last)" in body:
        found.append("something inner was shown")
    return found
