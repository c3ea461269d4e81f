"""The demo accounts. One password, printed at start."""

DEMO_PASSWORD = "library-demo-2026"
DEMO_ACCOUNTS = {
    "trainer": "writes and publishes courses, in the CMS",
    "reviewer": "reviews what trainers submit, in two steps",
    "cadre": "takes courses and earns a certificate",
    "facilitator": "plans and runs community sessions",
    "supervisor": "sees the reports of her prefecture",
    "admin": "keeps units, people and rights",
}
