"""Packages from strangers: what is accepted, what is refused, and with which words."""

import io
import json
import posixpath
import time
import zipfile

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.h5p.archive import faults_of_name, open_archive
from courses.h5p.findings import ERROR, SENTENCES, Finding, Refused
from courses.h5p.package import check_package, is_language_file, open_package
from courses.h5p.strict_json import parse
from tests.factories import h5p as make

HOSTILE = make.hostile()


def codes(file, level=ERROR, **options):
    _ok, findings = check_package(file, **options)
    return [finding.code for finding in findings if finding.level == level]


def test_good_package_is_accepted_without_a_word():
    assert check_package(make.package()) == (True, [])


@pytest.mark.parametrize("label", HOSTILE)
def test_hostile_package_is_refused_with_its_own_code_in_less_than_a_second(label):
    code, build = HOSTILE[label]
    file = build()
    began = time.process_time()
    ok, findings = check_package(file)
    assert time.process_time() - began < 1
    assert not ok
    assert [f.code for f in findings if f.level == ERROR] == [code]


def test_every_code_has_a_sentence_that_reads_in_both_languages():
    for code in SENTENCES:
        with override("en"):
            english = Finding(code, name="a", detail="b").message
        with override("zh-hans"):
            chinese = Finding(code, name="a", detail="b").message
        assert english != chinese, code


def test_too_many_files_are_refused(settings):
    settings.H5P_MAX_ENTRIES = 5
    assert codes(make.package()) == ["archive-too-many-files"]


def test_sizes_have_limits(settings):
    settings.H5P_MAX_FILE_BYTES = 1000
    assert codes(make.package(add={"content/a.txt": "x" * 2000})) == ["file-too-large"]
    settings.H5P_MAX_FILE_BYTES, settings.H5P_MAX_TOTAL_BYTES = 10_000, 1500
    assert codes(make.package(add={"content/a.txt": "x" * 2000})) == ["total-too-large"]
    settings.H5P_MAX_PACKAGE_BYTES = 100
    assert codes(make.package()) == ["archive-too-large"]


def test_site_may_list_the_libraries_it_accepts(settings):
    settings.H5P_ALLOWED_LIBRARIES = ["H5P.MultiChoice"]
    assert codes(make.package()) == ["library-not-allowed"]


class TestWhatRealExportsDo:
    """Where tools differ from the letter, packages are accepted."""

    def test_version_numbers_may_be_strings(self):
        manifest = make.h5p_json(
            preloadedDependencies=[{"machineName": "Test.YesNo", "majorVersion": "1", "minorVersion": "0"}]
        )
        library = make.library_json(js=["yesno.js"], css=["yesno.css"])
        library |= {"majorVersion": "1", "minorVersion": "0", "patchVersion": "7", "runnable": "1"}
        package = open_package(make.package(make.parts(manifest=manifest, library=library)))
        assert [str(one.manifest) for one in package.libraries.values()] == ["Test.YesNo 1.0.7"]

    def test_byte_order_mark_is_allowed(self):
        data = b"\xef\xbb\xbf" + json.dumps(make.h5p_json()).encode()
        assert check_package(make.package(add={"h5p.json": data}))[0]

    def test_hidden_names_folders_and_unknown_files_at_the_root_are_looked_past(self):
        extra = {
            "__MACOSX/content/._content.json": "x",
            ".DS_Store": "x",
            "content/.hidden.exe": "x",
            "Test.YesNo-1.0/_notes.bak": "x",
            "readme.html": "x",
            "content/images/": None,
        }
        package = open_package(make.package(add=extra))
        assert package.findings == []
        assert package.media == []

    def test_old_folder_name_without_version(self):
        files = {name.replace("Test.YesNo-1.0", "Test.YesNo"): value for name, value in make.parts().items()}
        assert check_package(make.package(files))[0]

    def test_library_may_need_itself_for_its_editor(self):
        assert check_package(make.library_is(editorDependencies=make.depends_on("Test.YesNo 1.0")))[0]

    def test_missing_editor_library_is_only_a_warning(self):
        file = make.library_is(editorDependencies=make.depends_on("H5PEditor.Range 1.0"))
        assert check_package(file)[0]
        assert codes(file, "warning") == ["library-missing-editor"]

    def test_name_in_utf8_that_does_not_say_so(self):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, value in make.parts().items():
                archive.writestr(name, make.as_bytes(value))
            archive.writestr("content/xxxxxx.txt", "x")
        data = buffer.getvalue().replace(b"xxxxxx", "图片".encode())
        assert open_package(io.BytesIO(data)).media == ["图片.txt"]

    def test_odd_metadata_is_left_out_and_said(self):
        file = make.package(
            add={"h5p.json": make.h5p_json(license="My own", source="www.example.org", unknown=1)}
        )
        package = open_package(file)
        assert package.manifest.metadata == {}
        assert codes(file, "warning") == ["manifest-ignored", "manifest-ignored"]

    def test_script_written_about_in_words_is_no_script(self):
        file = make.content_is(make.params_text("&lt;script&gt; runs code, and on = is a word"))
        assert check_package(file) == (True, [])

    def test_core_api_may_be_absent(self):
        package = open_package(make.package())
        assert [one.manifest.core_api for one in package.libraries.values()] == [(1, 0)]

    def test_duplicate_keys_in_a_language_file_do_not_stop_it(self):
        assert check_package(make.package(add={"Test.YesNo-1.0/language/de.json": b'{"a": 1, "a": 2}'}))[0]


def test_who_may_not_install_has_libraries_looked_past_and_is_told_what_is_missing():
    ok, findings = check_package(make.package(), may_install=False)
    assert not ok
    assert [f.code for f in findings] == ["library-ignored", "library-missing"]
    assert "Test.YesNo 1.0" in findings[1].message


def test_media_that_the_content_names_and_the_package_lacks_is_said():
    picture = {"path": "images/a.png", "mime": "image/png", "width": 1, "height": 1}
    file = make.package(make.parts(params={**make.PARAMS, "picture": picture}))
    assert codes(file, "warning") == ["media-missing"]
    package = open_package(
        make.package(
            make.parts(params={**make.PARAMS, "picture": picture}), add={"content/images/a.png": b"x"}
        )
    )
    assert package.findings == []


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_a_name_that_is_accepted_stays_inside_its_folder(name):
    if faults_of_name(name):
        return
    assert posixpath.normpath(f"/root/{name}") == f"/root/{name}"
    assert not {"\\", ":", "\0"} & set(name)


@given(st.lists(st.text(alphabet="./\\:ab\u202e\0 é", min_size=1, max_size=12), min_size=1, max_size=4))
@settings(max_examples=200, deadline=None)
def test_any_archive_is_either_refused_or_has_safe_and_different_names(names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in dict.fromkeys(names):
            info = zipfile.ZipInfo("x")
            info.filename = name
            try:
                archive.writestr(info, b"x")
            except (ValueError, UnicodeError):
                return
    try:
        entries = open_archive(make.rewound(buffer)).entries
    except Refused:
        return
    assert [name for name in entries if faults_of_name(name)] == []
    assert len({name.casefold() for name in entries}) == len(entries)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(json_values)
@settings(max_examples=200, deadline=None)
def test_json_is_read_back_as_it_was_or_refused_for_its_characters(value):
    data = json.dumps(value).encode()
    try:
        assert parse(data, name="a", max_bytes=10_000_000) == value
    except Refused as refused:
        code = refused.finding.code
    else:
        return
    assert code == "json-character"


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_json_or_refused(data):
    try:
        parse(data, name="a", max_bytes=1000)
    except Refused as refused:
        code = refused.finding.code
    else:
        return
    assert code.startswith("json-")


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_any_bytes_in_the_middle_of_a_package_are_judged_without_a_crash(noise):
    data = bytearray(make.package().getvalue())
    middle = len(data) // 3
    data[middle : middle + len(noise)] = noise
    ok, findings = check_package(io.BytesIO(bytes(data)))
    assert ok or findings


@pytest.mark.parametrize(
    ("name", "expected"),
    [("en.json", True), ("zh-hans.JSON", True), ("-en.json", True), ("en", False), ("e1.json", False), ("a--b.json", False), ("a-" * 9 + "b.json", False)],
)  # fmt: skip
def test_names_of_language_files(name, expected):
    assert is_language_file(name) is expected
