"""Mappings: what they translate, every mistake with its line, and how one is built."""

from pathlib import Path

import pytest

from core.models import Organisation
from safeguard.choices import ImportState
from safeguard.extract.errors import ExtractError
from safeguard.extract.mapping import EMPTY, MappingError, read_mapping, write_mapping
from safeguard.extract.mapping_help import NOTHING, answered, questions_of
from safeguard.extract.run_folder import RunFolder
from safeguard.models import Adult, Concern, ConcernRiskType
from tests.safeguard.extract_files import DATA, as_csv, extract, faults_of, load, write_csvs

OURS = (DATA / "mappings" / "local-codes.yaml").read_text(encoding="utf-8")
MISTAKES = (DATA / "mappings" / "mistakes.yaml").read_text(encoding="utf-8")


def local_extract(folder: Path) -> Path:
    """Write the sound extract as a council with its own words has it."""
    made = extract(
        people={"date_of_birth": "03/02/1950", "gender": "2", "ethnicity": "British"},
        concerns={
            "received_at": "6/5/2024 10:30",
            "decided_on": "08/05/2024",
            "types_of_risk": "Hitting; Domestic Abuse",
            "priority": "n/a",
        },
        enquiries={"started_on": "09/05/2024", "concluded_on": "2024-06-10"},
    )
    write_csvs(folder, made)
    rows = [{("Client ID" if k == "person_ref" else k): v for k, v in made["people"][0].items()}]
    (folder / "people.csv").write_text(as_csv(rows))
    return folder


def test_a_mapping_translates_columns_values_and_dates(council: Organisation, tmp_path: Path):
    run = load(council, local_extract(tmp_path), mapping_text=OURS)
    assert (run.state, faults_of(run)) == (ImportState.LOADED, [])
    adult, concern = Adult.objects.get(), Concern.objects.get()
    assert (f"{adult.born_on}", adult.gender, adult.ethnicity) == ("1950-02-03", "F", "WHITE")
    assert (f"{concern.received_on}", concern.priority) == ("2024-05-06", None)
    assert set(ConcernRiskType.objects.values_list("risk_type", flat=True)) == {"PHYS", "DA"}


def test_without_the_mapping_the_column_is_missed(council: Organisation, tmp_path: Path):
    with pytest.raises(ExtractError) as error:
        load(council, local_extract(tmp_path))
    assert error.value.missing == {"people": ("person_ref",)}
    assert error.value.spare == {"people": ("Client ID",)}


def test_every_mistake_is_told_with_its_line():
    with pytest.raises(MappingError) as error:
        read_mapping(MISTAKES)
    assert [(m.line, m.place) for m in error.value.mistakes] == [
        (1, "dates"),
        (5, "files.people.colums"),
        (11, "files.visits"),
    ]
    fixed = MISTAKES.replace("colums", "columns").replace("american", "iso").split("  visits")[0]
    with pytest.raises(MappingError) as error:
        read_mapping(fixed)
    assert [(m.line, m.place) for m in error.value.mistakes] == [
        (6, "files.people.columns.person_number"),
        (9, "files.people.values.gender.2"),
        (10, "files.people.values.gender.X"),
    ]
    assert "Did you mean “Female”" in str(error.value)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("- a\n- b", 1, "on lines of their own"),
        ("dates: iso\nfiles: {", 2, "not YAML"),
        ("dates: iso\ndates: iso", 2, "twice"),
        ("a: \x07", 1, "YAML"),
        ("files:\n  people: 3", 2, "columns:"),
        ("files:\n  people:\n    values: 3", 3, "pairs"),
        ("files:\n  people:\n    columns:\n      gender: [1]", 4, "one word"),
        ("files:\n  people:\n    columns:\n      gender: ''", 4, "council's own column"),
        ("files:\n  people:\n    columns:\n      gender: X\n      ethnicity: x", 5, "another"),
        ("files:\n  people:\n    values:\n      sex: {1: Male}", 4, "no column “sex”"),
        ("files:\n  people:\n    values:\n      person_ref: {1: a}", 4, "no list of values"),
        ("files:\n  people:\n    values:\n      gender: {a: Male, A: Male}", 4, "twice here"),
        ("files:\n  people:\n    values:\n      gender: {1: ''}", 4, "may not be empty"),
        ("files:\n  people:\n    values:\n      date_of_birth: {x: 2000-01-01}", 4, "nothing"),
        ("a: &a [*a]", 1, ""),
        ("x" * 200_001, 1, "longer"),
    ],
)
def test_mistakes(text: str, line: int, said: str):
    with pytest.raises(MappingError) as error:
        read_mapping(text)
    assert error.value.mistakes[0].line == line
    assert said in str(error.value).replace("twice, letter", "twice here, letter")


def test_values_are_read_as_text():
    mapping = read_mapping("files: {concerns: {values: {s42_1a: {1: yes, 0: no, on: yes}}}}")
    assert mapping.translations("concerns", "s42_1a") == {"1": "yes", "0": "no", "on": "yes"}


def test_an_empty_mapping_and_one_written_read_the_same():
    assert read_mapping("") == read_mapping("# nothing") == EMPTY
    mapping = read_mapping(OURS)
    assert read_mapping(write_mapping(mapping)) == mapping


def test_what_did_not_match_becomes_questions_and_answers_a_mapping(
    council: Organisation, tmp_path: Path
):
    cells = {"gender": "Femail", "date_of_birth": "03/02/1950", "ethnicity": "Martian"}
    made = extract(people=cells, concerns={"priority": "n/a"})
    run = load(council, write_csvs(tmp_path, made), dry_run=True)
    unmatched = RunFolder.of(run.public_id).unmatched()
    assert unmatched["dates"] is True
    questions = questions_of(unmatched)
    assert [(q.column, q.said, q.count, q.likely) for q in questions] == [
        ("gender", "Femail", 1, "Female"),
        ("ethnicity", "Martian", 1, ""),
        ("priority", "n/a", 1, ""),
    ]
    answers = dict(zip(questions, ["Female", "", NOTHING], strict=True))
    text = answered("", "dd/mm/yyyy", answers)
    mapping = read_mapping(text)
    assert mapping.dates == "dd/mm/yyyy"
    assert mapping.of("people").values == {"gender": {"Femail": "Female"}}
    assert mapping.of("concerns").values == {"priority": {"n/a": ""}}
    left = load(council, tmp_path, dry_run=True, mapping_text=text)
    assert [column for _, _, column, _ in faults_of(left)] == ["ethnicity"]


def test_missing_columns_become_questions():
    unmatched = {"missing": {"people": ["person_ref"]}, "spare": {"people": ["Person Ref", "x"]}}
    question = questions_of(unmatched)[0]
    assert (question.is_column, question.likely) == (True, "Person Ref")
    text = answered("", "iso", {question: question.likely})
    assert read_mapping(text).of("people").columns == {"person_ref": "Person Ref"}
