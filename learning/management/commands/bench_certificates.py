"""How fast certificates are rendered, beside what the renderer alone can do: ``manage.py bench_certificates --json``."""

import json
import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management.base import BaseCommand

from learning.certificates.keys import SigningKey
from learning.certificates.look import PLAIN
from learning.certificates.render import compile_page, page_inputs, render
from learning.certificates.sample import SAMPLE_CODE, SAMPLE_NUMBER, sample_facts
from learning.certificates.statement import make_statement

NAMES = ("王芳", "阿依古丽·买买提", "李秀英", "欧阳若兰", "Maria Schmidt")
PAGE = {"kind": "completion", "code": SAMPLE_CODE, "number": SAMPLE_NUMBER}


class Command(BaseCommand):
    help = "Renders certificates with facts that all differ, in processor time of one core; records nothing."

    def add_arguments(self, parser):
        parser.add_argument("--count", type=int, default=200)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, count, **options):
        facts = [
            sample_facts(name=f"{NAMES[number % len(NAMES)]} {number}", languages=["zh-hans", "en"])
            for number in range(count)
        ]
        day = facts[0]["issued_on"]
        private = Ed25519PrivateKey.generate()
        key = SigningKey(private.public_key(), private)

        def statement(one):
            return make_statement(key=key, facts=one, kind=PAGE["kind"], code=PAGE["code"])

        inputs = [page_inputs(one, look=PLAIN, statement=statement(one), **PAGE) for one in facts]
        compile_page(inputs[0], format="pdf", day=day, design=PLAIN.design)  # fonts are read once per process
        alone = seconds(
            lambda one: compile_page(one, format="pdf", day=day, design=PLAIN.design),
            [{**one, "run": "again"} for one in inputs],
        )
        whole = seconds(lambda one: render(one, statement=statement(one), **PAGE), facts)
        result = {
            "count": count,
            "per_second_per_core": round(count / whole, 1),
            "renderer_alone_per_second_per_core": round(count / alone, 1),
            "ratio_to_renderer": round(whole / alone, 2),
        }
        if options["json"]:
            self.stdout.write(json.dumps(result))
        else:
            self.stdout.writelines(f"{key}: {value}" for key, value in result.items())


def seconds(work, items) -> float:
    """Processor seconds for doing ``work`` with each of ``items``."""
    began = time.process_time()
    for item in items:
        work(item)
    return time.process_time() - began
