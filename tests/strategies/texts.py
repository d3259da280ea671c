"""What people write into one field: names in any script, numbers, addresses, and what is wrong there."""

from __future__ import annotations

from hypothesis import strategies as st

Texts = st.SearchStrategy[str]

LATIN = [
    "Marsh Lane",
    "St Anne's",
    "The “Old” Mill",
    "Fish & Chips",
    'Tom "Tea" Club',
    "Łódź Road",
    "Éire-Åström Çelik Niño",
    "GP+ @ Home",
    "age UK",
    "HCA",
    "McDonald's Walk",
    "2nd Steps",
    "24/7 – Crisis",
    "{{ 7 * 7 }} {% raw %}",
    "$(id) `id` \\n",
    "100% | 50% #1",
    "A",
    "a-b",
    "Main",
    "Reach",
    "Urgent",
    "Letter A",
    "About link worker",
    "For staff",
    "Link worker",
    "Search",
    "Index",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Walking Group",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 2,
    "=1+1",
    "null",
    "yes",
    "0117",
    "1e5",
    "~",
    "'",
    "- a: b",
]
OTHER_SCRIPTS = [
    "سوشل پریسکرائبنگ لنک ورکر",
    "رابط اجتماعي",
    "ਸਮਾਜਿਕ ਵਰਕਰ",
    "社会处方联络员",
    "Κοινωνικός λειτουργός",
    "Соцработник",
    "கூடல்",
    "😀 Smile",
    "🍎",
    "…",
    "’",
    "É",
    "e\u0301cole",
    "İstanbul",
    "ﬁne ½ ²",
    "٣ خطوات",
    "٣",
    "！全角",
    "a\u00a0b",
    "a\u200bb",
]
NAMES: Texts = st.sampled_from(LATIN) | st.sampled_from(LATIN + OTHER_SCRIPTS)
PLAIN: Texts = st.sampled_from([name for name in LATIN if name.isascii() and len(name) < 20 and name.isalnum()])
"""Names that a text on a phone can carry, and that have letters."""

NOT_NAMES = ["", " ", "<b>", "x" * 121, "\u200b", "\u00ad", "\u2028", "\a", "\ufeff", "a\tb"]
"""What is wrong as a name, or hardly one."""

SENTENCES = [
    "Ask at the desk.",
    "Call us, or ask: we listen.",
    "People aged 55 or over.",
    "A hot meal (£4) with others #lunch",
    "<script>alert(1)</script>",
    "</title><b>&amp;&lt;",
    "**bold** _it_ [x](https://example.org/)",
    "One.\nTwo.\n\n  Three.",
    "'Single' and \"double\"",
    "None of this is undefined",
    "Word " * 60,
    "http://example.org/a?b=c&d=e",
]
WORDS: Texts = st.sampled_from(SENTENCES) | NAMES
NOT_WORDS = ["", " \n ", "x" * 2001, "\a", "\u200b"]

PARAGRAPHS = [
    "What it is, in plain words.",
    "## Who comes\n\nAnybody. Bring a [friend](https://example.org/).",
    "# Title\n\nText",
    "- one\n- two\n\n1. first\n2. second",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "<div><script>x</script></div>",
    "[no](javascript:alert(1)) ![p](https://example.org/p.png)",
    "Call [us](tel:01174960123) or [write](mailto:a@example.org).",
    "    code\n\n> quote",
    "&nbsp; &lt; \\* \\[",
    "[here](services/for/)",
    "***\n\n---",
]
PROSE: Texts = st.lists(st.sampled_from(PARAGRAPHS) | NAMES, min_size=1, max_size=3).map("\n\n".join)
NOT_PROSE = ["", "1. " * 1300, "> " * 1900, "x" * 4001, "[](https://example.org/)", "## ", "[z](//[c)", "*" * 3000]

TOKENS: Texts = st.sampled_from(["GB-CHC", "1234567", "a:b", "é", "2026-01-01T00:00:00Z", "0"])
NOT_TOKENS = ["x" * 81, "<", ""]

PATTERNS = ["he hits me", "KILL .. ME", "pills/tablets + goodbye", "strangl*", "ਮਰਨਾ", "chcę umrzeć", "999"]
NOT_PATTERNS = ["Can't breathe", "NOBODY", "a ..", "..", "a +", "", "*", "</script>"]

SLUGS = [
    "a",
    "b",
    "c",
    "a-or-b",
    "b-or-c",
    "for-all",
    "easy-read",
    "main",
    "reach",
    "readme",
    "letter-a",
    "urgent",
    "another-way",
    "who-to-refer-to",
    "need-a",
    "2nd",
    "404",
    "x" * 80,
    "lunch-club",
    "link-worker",
    "status",
    "results",
    "q",
    "toc",
    "about-a",
    "home",
    "con",
    "sitemap",
    "robots",
]
"""Ids that come close to addresses and fragments which a site has of its own."""

NOT_SLUGS = [
    "index",
    "Lunch Club",
    "é",
    "a--b",
    "-a",
    "a/b",
    "../up",
    "A",
    "a.b",
    "x" * 81,
    "سوشل",
    "a_b",
    "services",
    "print",
]

NOT_DAYS = ["2026-02-30", "soon", "0001-01-01", "9999-12-31", "２０２６-10-01"]

CLOCK_TIMES = ["00:00", "9:30", "09.45", "12:00", "14:00", "23:59"]
NOT_CLOCK_TIMES = ["24:00", "9", "noon", "９:30"]

PHONES = [
    "0117 496 0123",
    "01174960100",
    "(0117) 496 0105",
    "0117-496-0999",
    "020 7946 0018",
    "0800 1111",
    "111",
    "999",
    "116 123",
    "+44 117 496 0123",
]
NOT_PHONES = [
    "00",
    "12",
    "0117",
    "+44 (0)117 496 0123",
    "0800-1111",
    "٠١١٧ ٤٩٦ ٠١٢٣",
    "０１１７ ４９６ ０１２３",
    "0117 496 0123 ext 4",
    "+",
    "+44",
    "0044 117 496 0123",
    "--",
]

WEB = [
    "https://a.example.org/",
    "http://example.org/?a=1&b=2#c",
    "https://example.org:8443/x(1)/ü",
    "https://käse.example.org/'x'",
    "https://example.org",
]
NOT_WEB = [
    "www.example.org",
    "https://[c",
    "javascript:alert(1)",
    "https://a@b.example.org/",
    "//example.org",
    "https://",
]
SITES = ["https://a.example.org/", "https://example.org/pcns/a", "http://example.org/it's/", "https://b.example.org"]
NOT_SITES = ["https://a.example.org/?x=1", "a.example.org", "https://[c/"]

EMAILS = ["a@b.example.org", "team+x@example.org", "o'neil@example.org"]
NOT_EMAILS = [
    "a?cc=b%40c.example.org&x=@example.org",
    "a",
    "a@b",
    "a@example.org?cc=b@example.org",
    "a@example.org,b@example.org",
    "<a@example.org>",
]

POSTCODES = ["BS1 1AA", "ec1a1bb", "M1 1AE"]
NOT_POSTCODES = ["BS1", "12345", "ＢＳ１ １ＡＡ"]
