"""Declarations and response processing: how other programs mark what we export."""

from xml.etree.ElementTree import Element, SubElement


def declare(root, identifier, cardinality, base_type, correct, *, mapping=None, case_sensitive=None):
    declaration = SubElement(
        root,
        "responseDeclaration",
        {"identifier": identifier, "cardinality": cardinality, "baseType": base_type},
    )
    if correct:
        element = SubElement(declaration, "correctResponse")
        for value in correct:
            SubElement(element, "value").text = value
    if mapping:
        element = SubElement(
            declaration, "mapping", {"lowerBound": "0", "upperBound": "1", "defaultValue": "0"}
        )
        for key, value in mapping.items():
            entry = SubElement(element, "mapEntry", {"mapKey": key, "mappedValue": value})
            if case_sensitive is not None:
                entry.set("caseSensitive", str(case_sensitive).lower())


def outcome(root, identifier, cardinality, base_type, *, default=None, **attributes):
    declaration = SubElement(
        root,
        "outcomeDeclaration",
        {"identifier": identifier, "cardinality": cardinality, "baseType": base_type, **attributes},
    )
    if default is not None:
        SubElement(SubElement(declaration, "defaultValue"), "value").text = default


def match_correct(processing, name):
    branch = _branch(SubElement(processing, "responseCondition"), "responseIf")
    match = SubElement(branch, "match")
    SubElement(match, "variable", {"identifier": name})
    SubElement(match, "correct", {"identifier": name})
    _score(branch, "1")


def map_response(processing, name):
    setter = SubElement(processing, "setOutcomeValue", {"identifier": "SCORE"})
    SubElement(setter, "mapResponse", {"identifier": name})


def add_feedback(processing, name):
    """Whatever was chosen names its own feedback."""
    setter = SubElement(processing, "setOutcomeValue", {"identifier": "FEEDBACK"})
    SubElement(SubElement(setter, "multiple"), "variable", {"identifier": name})


def mean_of(processing, names):
    """The mean of several responses, each by its mapping."""
    setter = SubElement(processing, "setOutcomeValue", {"identifier": "SCORE"})
    divide = SubElement(setter, "divide")
    total = SubElement(divide, "sum")
    for name in names:
        SubElement(total, "mapResponse", {"identifier": name})
    SubElement(divide, "baseValue", {"baseType": "float"}).text = str(len(names))


def first_that_fits(processing, content, o):
    """Branch after branch: an accepted answer that fits sets its share and names its feedback."""
    condition = SubElement(processing, "responseCondition")
    is_number = content["type"] == "numeric"
    ranked = sorted(content["answers"], key=lambda one: -one["percent"])
    for place, one in enumerate(ranked):
        branch = _branch(condition, "responseElseIf" if place else "responseIf")
        if is_number:
            tolerance = f"{one['tolerance']} {one['tolerance']}"
            test = SubElement(branch, "equal", {"toleranceMode": "absolute", "tolerance": tolerance})
        else:
            sensitive = str("case" not in content["forgive"]).lower()
            test = SubElement(branch, "stringMatch", {"caseSensitive": sensitive})
        SubElement(test, "variable", {"identifier": "RESPONSE"})
        base = SubElement(test, "baseValue", {"baseType": "float" if is_number else "string"})
        base.text = one["value"] if is_number else one["text"]
        _score(branch, f"{one['percent'] / 100:g}")
        _names_feedback(branch, o(one["id"]))
    if content["otherwise"]:
        _names_feedback(_branch(condition, "responseElse"), "otherwise")


def _branch(condition, name) -> Element:
    return SubElement(condition, name)


def _score(branch, value):
    setter = SubElement(branch, "setOutcomeValue", {"identifier": "SCORE"})
    SubElement(setter, "baseValue", {"baseType": "float"}).text = value


def _names_feedback(branch, one):
    setter = SubElement(branch, "setOutcomeValue", {"identifier": "FEEDBACK"})
    multiple = SubElement(setter, "multiple")
    SubElement(multiple, "baseValue", {"baseType": "identifier"}).text = one
