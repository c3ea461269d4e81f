"""What of a content reaches a browser."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.h5p import html_text
from courses.h5p.filtering import file_path, filter_content
from courses.h5p.manifest import Identity

SUB = "0f0f0f0f-0000-4000-8000-000000000001"


def kept(value, **field):
    """What the filter keeps of one field's value."""
    spec = {"name": "f", **field}
    params, _findings = filter_content({"f": value}, semantics=[spec, {"name": "g", "type": "boolean"}], library_semantics=lambda i: None)  # fmt: skip
    return params.get("f")


@pytest.mark.parametrize(
    ("value", "field", "expected"),
    [
        ("a & b < c", {"type": "text"}, "a &amp; b &lt; c"),
        ("a &amp; b", {"type": "text"}, "a &amp; b"),
        ('"quoted"', {"type": "text"}, "&quot;quoted&quot;"),
        (7, {"type": "text"}, "7"),
        (["x"], {"type": "text"}, ""),
        ("abcdef", {"type": "text", "maxLength": 3}, "abc"),
        ("12a", {"type": "text", "regexp": {"pattern": "^[0-9]+$"}}, ""),
        ("12", {"type": "text", "regexp": {"pattern": "^[0-9]+$"}}, "12"),
        ("AB", {"type": "text", "regexp": {"pattern": "^[a-z]+$", "modifiers": "i"}}, "AB"),
        ("x", {"type": "text", "regexp": {"pattern": "(?<broken"}}, "x"),
        ("<b>a</b><h2>c</h2>", {"type": "text", "tags": ["strong"]}, "<b>a</b>c"),
        ("<em>a</em>", {"type": "text", "tags": ["i"]}, "<em>a</em>"),
        ("<ul><li>a</li></ul>", {"type": "text", "tags": ["ul"]}, "<ul><li>a</li></ul>"),
        ('<p style="text-align: center; color: red">a</p>', {"type": "text", "tags": ["p"]},
         '<p style="text-align: center;">a</p>'),
        ('<span style="color: #ff0000;">a</span>', {"type": "text", "tags": ["p"], "font": {"color": True}},
         '<span style="color: #ff0000;">a</span>'),
        ('<a href="ftp://x/" target="_blank">a</a>', {"type": "text", "tags": ["a"]},
         '<a href="ftp://x/" target="_blank" rel="noopener noreferrer">a</a>'),
        ('<a href="javascript:alert(1)">a</a>', {"type": "text", "tags": ["a"]},
         '<a rel="noopener noreferrer">a</a>'),
        ("<p onclick=alert(1)>a</p>", {"type": "text", "tags": ["p"]}, "<p>a</p>"),
        ("<script>alert(1)</script>b", {"type": "text", "tags": ["p", "script"]}, "b"),
        ("5", {"type": "number"}, 5),
        ("many", {"type": "number"}, 0),
        (12, {"type": "number", "max": 10}, 10),
        (-1, {"type": "number", "min": 0}, 0),
        (7, {"type": "number", "min": 1, "step": 5}, 6),
        (0.30000001, {"type": "number", "decimals": 1}, 0.3),
        (1e300, {"type": "number"}, 0),
        (True, {"type": "boolean"}, True),
        ("true", {"type": "boolean"}, False),
        ("b", {"type": "select", "options": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]}, "b"),
        ("x", {"type": "select", "options": [{"value": "a", "label": "A"}]}, "a"),
        ("", {"type": "select", "optional": True, "options": [{"value": "on", "label": "On"}]}, ""),
        ("x", {"type": "select", "optional": True, "options": [{"value": "on", "label": "On"}]}, None),
        ("", {"type": "text", "optional": "true", "regexp": {"pattern": "^a$"}}, ""),
        ([], {"type": "group", "fields": [{"name": "a", "type": "text"}, {"name": "b", "type": "text"}]}, {}),
        ([{"path": "videos/a.mp4", "mime": "video/mp4", "metadata": {"qualityName": "<720p>", "x": ["evil"]}, "evil": 1}],
         {"type": "video", "extraAttributes": ["metadata"]},
         [{"path": "videos/a.mp4", "mime": "video/mp4", "metadata": {"qualityName": "&lt;720p&gt;"}}]),
        ([{"path": "videos/a.mp4", "mime": "video/mp4", "metadata": {"qualityName": "720p"}}], {"type": "video"},
         [{"path": "videos/a.mp4", "mime": "video/mp4"}]),
        (["a", "x"], {"type": "select", "multiple": True, "options": [{"value": "a", "label": "A"}]}, ["a"]),
        (["a", None, "b"], {"type": "list", "field": {"name": "i", "type": "text"}}, ["a", "b"]),
        (["a", "b"], {"type": "list", "max": 1, "field": {"name": "i", "type": "text"}}, ["a"]),
        ({"a": "1", "x": "2", "b": None},
         {"type": "group", "fields": [{"name": "a", "type": "text"}, {"name": "b", "type": "text"}]}, {"a": "1"}),
        ("just it", {"type": "group", "fields": [{"name": "a", "type": "text"}]}, "just it"),
        ({"a": "1", "subContentId": SUB},
         {"type": "group", "isSubContent": True, "fields": [{"name": "a", "type": "text"}]},
         {"a": "1", "subContentId": SUB}),
        ({"path": "images/a.png#tmp", "mime": "image/png", "width": "10", "evil": 1}, {"type": "image"},
         {"path": "images/a.png", "mime": "image/png", "width": 10}),
        ({"path": "../../secret.png", "mime": "image/png"}, {"type": "image"}, None),
        ([{"path": "http://example.org/a.mp4", "mime": "video/mp4"}], {"type": "video"},
         [{"path": "https://example.org/a.mp4", "mime": "video/mp4"}]),
        ([{"path": "javascript:alert(1)", "mime": "video/mp4"}], {"type": "video"}, []),
        ("anything", {"type": "unheard-of"}, None),
    ],
)  # fmt: skip
def test_value_is_kept_as_its_field_allows(value, field, expected):
    assert kept(value, **field) == expected


def test_unknown_names_are_dropped_and_said():
    params, findings = filter_content({"x": 1}, semantics=[{"name": "a", "type": "text"}], library_semantics=lambda i: None)  # fmt: skip
    assert params == {}
    assert [(f.code, f.level) for f in findings] == [("content-left-out", "warning")]


def nested(library: str, **more):
    semantics = [
        {"name": "sub", "type": "library", "options": ["Test.Inner 1.2"], "extraAttributes": ["place"]}
    ]
    inner = {Identity("Test.Inner", 1, 2): [{"name": "t", "type": "text"}]}
    value = {"library": library, "params": {"t": "<b>", "x": 1}, **more}
    return filter_content({"sub": value}, semantics=semantics, library_semantics=inner.get)[0]


def test_nested_library_is_filtered_with_its_own_semantics():
    found = nested(
        "Test.Inner 1.2", subContentId=SUB, place="left", evil="x", metadata={"title": "<i>", "evil": 1}
    )
    assert found["sub"] == {
        "library": "Test.Inner 1.2",
        "params": {"t": "&lt;b&gt;"},
        "subContentId": SUB,
        "metadata": {"title": "&lt;i&gt;"},
        "place": "left",
    }


def test_nested_library_that_the_field_does_not_offer_is_dropped():
    assert nested("Test.Other 1.2") == {}
    assert nested("Test.Inner 1.3") == {}


def test_semantics_of_strangers_do_not_break_the_filter():
    odd = [None, "x", {"name": 5}, {"name": "a"}, {"name": "b", "type": ["text"]}, {"name": "c", "type": "list"},
           {"name": "d", "type": "select", "options": "x"}, {"name": "e", "type": "library", "options": {}},
           {"name": "f", "type": "group", "fields": "x"}, {"name": "g", "type": "number", "min": "x", "step": 0},
           {"name": "h", "type": "text", "tags": [5, "p<script>"], "regexp": "x", "maxLength": "y"}]  # fmt: skip
    params = {name: value for name in "abcdefgh" for value in ({"library": "x"},)}
    filter_content(params, semantics=odd, library_semantics=lambda identity: None)


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_filtering_a_text_twice_changes_nothing_more(text):
    once = html_text.clean(text, tags=["a", "strong", "table", "img"], font={"color": True})
    assert html_text.clean(once, tags=["a", "strong", "table", "img"], font={"color": True}) == once
    assert html_text.plain(html_text.plain(text)) == html_text.plain(text)


pieces = st.sampled_from(["<", ">", "script", "img", "svg", " onload=", "onerror", "=", "javascript:", "'", '"', "/", "a", " ", "&#", "x", ";", "href"])  # fmt: skip


@given(st.lists(pieces, max_size=25).map("".join))
@settings(max_examples=400, deadline=None)
def test_nothing_that_a_browser_would_run_is_kept(text):
    found = html_text.clean(text, tags=["a", "img", "p", "script", "svg"])
    assert "<script" not in found
    assert "<svg" not in found
    assert not html_text.holds_script(found, as_html=True)


@given(st.text(max_size=60))
def test_a_path_that_is_kept_stays_inside_the_content_or_is_a_web_address(path):
    found = file_path(path)
    assert (
        found is None
        or found.startswith("https://")
        or not (found.startswith("/") or ".." in found.split("/"))
    )
