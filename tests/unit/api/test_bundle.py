import json
import re
from pathlib import Path

import pytest

from api.bundle import BundleError, bundle
from api.pages import WEB


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder / "entry.js"


def test_modules_stand_before_whoever_imports_them_and_each_once(tmp_path: Path) -> None:
    entry = write(
        tmp_path,
        entry='import { a } from "./a.js";\nimport { b } from "./b.js";\nb(a);',
        a="export const a = 1;",
        b='import { a } from "./a.js";\nexport function b(x) {\n  return x + a;\n}',
    )
    script = bundle(entry)
    assert [script.count(f"const {name}_module = ") for name in ("a", "b", "entry")] == [1, 1, 1]
    assert script.index("const a_module") < script.index("const b_module") < script.index("const entry_module")
    assert "const { a } = a_module;" in script
    assert "return { b };" in script


def test_equal_names_in_two_modules_do_not_meet(tmp_path: Path) -> None:
    entry = write(
        tmp_path,
        entry='import { a } from "./a.js";\nconst LIMIT = 1;\na(LIMIT);',
        a="const LIMIT = 2;\nexport const a = () => LIMIT;",
    )
    scopes = bundle(entry).split("_module = (() => {")
    assert [scope.count("const LIMIT") for scope in scopes] == [0, 1, 1]


def test_every_kind_of_export_is_handed_on(tmp_path: Path) -> None:
    kinds = ("function f() {}", "async function g() {}", "async function* h() {}", "class C {}", "const D = 1;")
    script = bundle(write(tmp_path, entry="\n".join(f"export {kind}" for kind in kinds)))
    assert "return { f, g, h, C, D };" in script
    assert "export" not in script


def test_data_is_embedded_and_its_quotes_stay_harmless(tmp_path: Path) -> None:
    (tmp_path / "t.json").write_text('{"a": "「\\"引用\\"」"}', encoding="utf-8")
    (tmp_path / "s.css").write_text('.x::after { content: "\\2713"; }\n', encoding="utf-8")
    entry = write(
        tmp_path,
        entry='import texts from "./t.json" with { type: "json" };\nimport sheet from "./s.css" with { type: "css" };',
    )
    script = bundle(entry)
    assert 'const texts = {"a":"「\\"引用\\"」"};' in script
    assert 'sheet.replaceSync(".x::after { content: \\"\\\\2713\\"; }\\n");' in script


@pytest.mark.parametrize(
    "line",
    ["import * as all from './a.js';", "export default 1;", "export { a };", 'import { a } from "elsewhere";'],
)
def test_syntax_that_is_not_joined_is_refused_with_its_place(tmp_path: Path, line: str) -> None:
    with pytest.raises(BundleError, match=r"^entry\.js:2: "):
        bundle(write(tmp_path, entry=f"const x = 1;\n{line}", a="export const a = 1;"))


def test_circle_is_refused(tmp_path: Path) -> None:
    entry = write(
        tmp_path,
        entry='import { a } from "./a.js";\nexport const e = a;',
        a='import { e } from "./entry.js";\nexport const a = e;',
    )
    with pytest.raises(BundleError, match=r"circle: entry\.js > a\.js > entry\.js"):
        bundle(entry)


def test_widget_says_the_same_things_in_both_languages() -> None:
    texts = [json.loads((WEB / "widget/texts" / f"{name}.json").read_text(encoding="utf-8")) for name in ("ja", "en")]
    assert texts[0].keys() == texts[1].keys()
    places = [{key: sorted(re.findall(r"\{\w+\}", text)) for key, text in side.items()} for side in texts]
    assert places[0] == places[1]
