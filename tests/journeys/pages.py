"""The pages that Chromium opens, and for whom. A new page is a new line.

An address is a path, or the name of a case that `test_pages_browser.py` makes, in braces.
"""

from core.roles import Role
from tests.journeys.pages_theme3 import (
    ANSWERING,
    BOARD,
    EVIDENCE,
    FOR_THE_BOARD,
    INDICATORS,
    PLAN,
    RETURNS,
    SELF_ASSESSMENT,
    SHARING,
    SIGNING,
    THEME_3,
    VISIT,
    VOICES,
)

# The work of an enquiry; `{enquiry}` is concluded.
ENQUIRY_WORK = (
    "/enquiries/{enquiry}/work/",
    "/enquiries/{open_enquiry}/work/",
    "/concerns/{concern}/enquiry/",
    "/enquiries/{open_enquiry}/plan/",
    "/enquiries/{open_enquiry}/facts/",
    "/enquiries/{open_enquiry}/cause/",
    "/caused/{caused}/",
    "/caused/{caused}/answer/",
    "/caused/{caused}/change/",
    "/caused/{caused}/chase/",
    "/caused/{caused}/received/",
    "/caused/{caused}/quality/",
    "/caused/{caused}/withdraw/",
    "/enquiries/{open_enquiry}/action/add/?kind=plan",
    "/enquiries/action/{action}/change/",
    "/enquiries/action/{action}/done/",
    "/enquiries/action/{action}/remove/",
    "/enquiries/{open_enquiry}/hold/begin/",
    "/enquiries/hold/{hold}/end/",
    "/enquiries/{open_enquiry}/capacity/add/",
    "/enquiries/capacity/{capacity}/change/",
    "/enquiries/{open_enquiry}/advocacy/add/",
    "/enquiries/advocacy/{advocacy}/change/",
    "/enquiries/{open_enquiry}/risk/add/",
    "/enquiries/risk/{risk}/change/",
    "/enquiries/{open_enquiry}/outcome/add/",
    "/enquiries/outcome/{outcome}/change/",
    "/enquiries/{open_enquiry}/process/add/",
    "/enquiries/process/{process}/change/",
    "/enquiries/{open_enquiry}/plan-review/add/",
    "/enquiries/plan-review/{review}/hold/",
)

# Closing a case, opening it again, and what it was like for the adult.
CLOSING = (
    "/enquiries/{open_enquiry}/conclude/",
    "/enquiries/{enquiry}/conclude/",
    "/enquiries/{enquiry}/reopen/",
    "/concerns/{concern}/reopen/",
    "/concerns/{reopened}/history/",
    "/enquiries/{enquiry}/agencies/add/",
    "/enquiries/agencies/{agency}/change/",
    "/enquiries/{enquiry}/experience/",
    "/enquiries/{enquiry}/experience/?respondent=representative",
    "/experience/",
    "/experience/?start=1/4/2024&end=1/3/2024",
    "/experience/{response}/",
    "/settings/questions/",
    "/settings/questions/add/",
    "/settings/questions/{question_set}/",
    "/settings/questions/{question_set}/add/",
    "/settings/questions/{question_set}/copy/",
    "/settings/questions/{question_set}/retire/",
    "/settings/questions/question/{question}/",
)

# Notifications, providers, the data-quality desk and the files of a case.
PROVIDERS = (
    "/notifications/record/",
    "/notifications/provider/record/",
    "/notifications/{notification}/convert/",
    "/providers/",
    "/providers/?search=nobody",
    "/providers/{provider}/",
    "/providers/{provider}/?show=notifications&span=12",
    "/providers/{provider}/look/",
    "/concerns/{concern}/documents/add/",
    "/data-quality/",
    "/data-quality/no-priority/",
    "/data-quality/outcomes-not-asked/",
)
DECIDING_ON_THEM = (
    "/providers/{provider}/change/",
    "/data-quality/no-decision/",
    "/data-quality/no-decision/file/",
    "/data-quality/no-decision/give/?record={concern}",
    "/documents/{document}/remove/",
)
# Triage, the decision, feedback and what waits; `{undecided}` has something of everything.
TRIAGE = (
    "/waiting/",
    "/waiting/?sort=priority",
    "/waiting/?stage=decision",
    "/concerns/{undecided}/information/",
    "/concerns/{undecided}/look-again/",
    "/concerns/{undecided}/decision/propose/",
    "/concerns/{proposed}/decision/propose/",
    "/concerns/{proposed}/decision/",
    "/concerns/{told}/decision/",
    "/concerns/{told}/feedback/",
    "/concerns/{concern}/feedback/",
)
DECIDING = (
    "/waiting/",
    "/concerns/{undecided}/priority/",
    "/concerns/{undecided}/decision/propose/",
    "/concerns/{proposed}/decision/sign-off/",
)
# Raising a concern, and keeping adults; `{draft}` is the practitioner's.
RAISING = (
    "/concerns/raise/",
    "/concerns/raise/{draft}/",
    *(
        f"/concerns/raise/{{draft}}/{page}/"
        for page in (
            *("adult", "adult/new", "about", "happened", "where", "wants", "safety", "telling"),
            *("check", "discard"),
        )
    ),
    "/concerns/{concern}/raised/",
    "/adults/add/",
    "/adults/{adult}/change/",
)
MERGING = (
    "/adults/{adult}/merge/",
    "/adults/{adult}/merge/?other={twin}",
    "/adults/{away}/",
    "/adults/merges/{merge}/undo/",
)
# Board packs, as the board's manager has them, and the ledger of releases.
PACKS = (
    "/board-packs/",
    "/board-packs/{pack}/",
    "/board-packs/{pack}/sharing/",
    "/board-packs/{pack}/file/",
    "/board-packs/make/",
    "/board-packs/measures/",
)
RELEASES = ("/releases/", "/releases/{release}/")
AUDIT_TOOLS = (
    "/audit/tools/",
    "/audit/tools/load/",
    "/audit/tools/versions/{tool_version}/draft/",
    "/audit/tools/versions/{tool_draft}/",
    "/audit/tools/versions/{tool_draft}/compare/{tool_version}/",
    "/audit/tools/versions/{tool_draft}/edit/",
    "/audit/tools/versions/{tool_draft}/publish/",
    "/audit/tools/versions/{tool_draft}/discard/",
    "/audit/tools/versions/{tool_draft}/questions/add/",
    "/audit/tools/versions/{tool_draft}/questions/B/",
    "/audit/tools/versions/{tool_draft}/questions/B/remove/",
    "/audit/tools/versions/{tool_draft}/questions/B/move/",
    "/audit/tools/versions/{tool_draft}/sections/add/",
    "/audit/tools/versions/{tool_draft}/sections/T/",
    "/audit/tools/versions/{tool_draft}/sections/T/remove/",
    "/audit/tools/versions/{tool_draft}/scales/ypn/",
    "/audit/tools/versions/{tool_draft}/scales/add/",
    "/audit/tools/versions/{tool_draft}/grades/",
    "/audit/tools/versions/{tool_draft}/parts/add/",
    "/audit/tools/versions/{tool_draft}/history/",
    "/audit/tools/versions/{tool_version}/try/",
)

# One audit: begun by the auditor; and one that is in, with a story of it.
AUDIT_DOING = (
    "/audit/audits/{doing}/",
    "/audit/audits/parts/{doing_part}/sections/C/",
    "/audit/audits/parts/{doing_part}/people/",
    "/audit/audits/parts/{doing_other}/invite/",
    "/audit/audits/parts/{doing_other}/consent/",
    "/audit/audits/parts/{doing_other}/give-up/",
    "/audit/audits/{doing}/story/",
    "/audit/audits/{done_audit}/result/",
    "/audit/audits/parts/{done_part}/read/",
    "/audit/audits/alerts/{doing_alert}/",
)

AUDIT_RESULTS = (
    "/audit-results/",
    "/audit-results/rounds/{finished_round}/",
    "/audit-results/rounds/{finished_round}/file/",
    "/audit-results/trends/",
    "/audit-results/teams/",
)

DASHBOARDS = (
    "/dashboards/",
    "/dashboards/director/?start=1/4/2025&end=31/3/2026",
    "/dashboards/director/?risk_type=MODSLAV",
    "/dashboards/flow/?start=1/4/2025&end=31/3/2026",
    "/dashboards/flow/?period=year&start=1/4/2024",
    "/dashboards/flow/download/",
    "/dashboards/board/",
    "/dashboards/team/",
)
# Comparing, with what a council sets for its charts.
COMPARING = (
    "/measures/asked_pct/",
    "/measures/asked_pct/?screening=off&two_of_three=package",
    "/measures/asked_pct/compare/",
    "/measures/conversion_rate_pct/compare/",
    "/measures/asked_pct/settings/",
    "/measures/asked_pct/target/",
    "/measures/asked_pct/target/{local_target}/remove/",
    "/measures/asked_pct/rebase/",
    "/measures/asked_pct/rebase/{chart_rebase}/remove/",
    "/measures/conversion/",
    "/measures/time-to-conclude/",
    "/measures/published/",
    "/measures/neighbours/",
)
AUDIT_ROUNDS = (
    "/audit/mine/",
    "/audit/rounds/",
    "/audit/rounds/plan/",
    "/audit/rounds/{audit_round}/",
    "/audit/rounds/{audit_round}/cases/",
    "/audit/rounds/{audit_round}/agreement/",
    "/audit/rounds/{audit_round}/open/",
    "/audit/rounds/{audit_round}/cases/{frame_entry}/replace/",
    "/audit/rounds/{planned}/population/",
    "/audit/rounds/{planned}/sample/",
    "/audit/rounds/{planned}/work/",
    "/audit/rounds/{planned}/auditors/",
    "/audit/rounds/{planned}/freeze/",
    "/audit/cases/{audit}/reassign/",
    "/audit/moderation/",
    "/audit/moderation/{moderation}/",
    "/audit/feedback/",
    "/audit/feedback/{feedback}/",
    "/audit/disputes/{feedback_reply}/settle/",
    "/audit/actions/",
    "/audit/actions/{audit_action}/",
    "/audit/actions/{audit_action}/done/",
    "/audit/again/",
    "/audit/again/{begun_reaudit}/compare/",
)
OURS = (
    "/board/our-return/",
    "/board/our-return/actions/",
    "/board/our-return/actions/{improvement}/done/",
    "/board/our-return/{partner_return}/workbook/",
    "/board/our-part/",

# Theme 3: the framework, and what nine scores make.
THEME_3 = (
    "/theme-3/",
    "/theme-3/frameworks/",
    "/theme-3/frameworks/{framework}/",
    "/theme-3/frameworks/{framework}/statements/QS7/",
    "/theme-3/entries/{entry}/wording/",
    "/theme-3/scores/?pasted=3+3+3+3+3+2+2+3+1&percent=63",
)

# Checklists and the self-assessment, as they are written, signed and answered.
SELF_ASSESSMENT = (
    "/theme-3/checklists/",
    "/theme-3/checklists/open/",
    "/theme-3/checklists/{checklist_round}/",
    "/theme-3/checklists/{checklist_round}/ask/outside/",
    "/theme-3/checklists/{checklist_round}/results/",
    "/theme-3/checklists/{checklist_round}/results/{checklist_line}/",
    "/theme-3/checklists/tasks/",
    "/theme-3/checklists/tasks/{evidence_task}/",
    "/theme-3/self-assessment/",
    "/theme-3/self-assessment/begin/",
    "/theme-3/self-assessment/{self_assessment}/",
    "/theme-3/self-assessment/{self_assessment}/document/",
    "/theme-3/self-assessment/{self_assessment}/change/",
    "/theme-3/self-assessment/{self_assessment}/compare/{earlier_assessment}/",
    "/theme-3/self-assessment/{self_assessment}/what-if/?QS6=1&QS7=3",
    "/theme-3/self-assessment/statements/{statement_written}/",
    "/theme-3/self-assessment/statements/{statement_empty}/",
    "/theme-3/self-assessment/parts/{document_part}/",
    "/theme-3/cqc-scores/",
    "/theme-3/cqc-scores/enter/",
    "/theme-3/cqc-scores/load/",
)
SIGNING = (
    "/theme-3/self-assessment/{self_assessment}/sign-off/{sign_off}/",
    "/theme-3/self-assessment/{self_assessment}/finish/",
)
ANSWERING = (
    "/theme-3/checklists/mine/",
    "/theme-3/checklists/parts/{checklist_part}/",
    "/theme-3/checklists/parts/{checklist_part}/{checklist_line}/",
)
# The evidence library; `{evidence_figure}` is pinned, and a case behind it is gone.
EVIDENCE = (
    "/evidence/",
    "/evidence/?show=stale&kind=nothing",
    "/evidence/matrix/",
    "/evidence/matrix/file/",
    "/evidence/statements/QS7/",
    "/evidence/add/",
    "/evidence/add/file/?line=QS7-RE-PR-10",
    "/evidence/add/files/",
    "/evidence/add/figure/?measure=asked_pct",
    "/evidence/{evidence}/",
    "/evidence/{evidence}/compare/",
    "/evidence/{evidence}/revise/",
    "/evidence/{evidence}/keep/",
    "/evidence/{evidence}/withdraw/",
    "/evidence/{evidence}/links/add/",
    "/evidence/{evidence}/links/add/QS7/processes/",
    "/evidence/{evidence_link}/checked/",
    "/evidence/{evidence_figure}/",
    "/evidence/{evidence_figure}/again/",
)
# Voices, the improvement plan and indicators; other forms of theirs have the same shape.
VOICES = (
    "/theme-3/voices/",
    "/theme-3/voices/heard/",
    "/theme-3/voices/you-said/",
    "/theme-3/voices/taken-back/",
    "/theme-3/voices/record/",
    "/theme-3/voices/{voice}/",
    "/theme-3/voices/{voice}/links/",
)
PLAN = (
    "/theme-3/assessments/",
    "/theme-3/assessments/{assessment}/",
    "/theme-3/improvement/",
    "/theme-3/improvement/{item}/",
    "/theme-3/improvement/add/",
)
INDICATORS = (
    "/theme-3/indicators/",
    "/theme-3/indicators/{indicator}/",
    "/theme-3/indicators/load/",
)

# role: pages it opens
PAGES: dict[Role | None, tuple[str, ...]] = {
    None: (
        "/sign-in/",
        "/help/",
        "/accessibility/",
        "/account/password/forgotten/",
        "/account/password/forgotten/sent/",
        "/account/password/chosen/",
        "/account/password/choose/1-none/",
        "/account/inactive/",
    ),
    Role.PRACTITIONER: (
        "/",
        "/concerns/",
        "/concerns/?received_from=tomorrow&decision=maybe",
        "/concerns/?search=nobody",
        "/concerns/{concern}/",
        "/concerns/{concern}/clocks/",
        "/concerns/{concern}/clocks/late/",
        "/enquiries/",
        "/enquiries/{enquiry}/",
        "/adults/{adult}/",
        "/notifications/",
        "/notifications/?kind=provider",
        "/notifications/{notification}/",
        "/notifications/provider/{provider_notification}/",
        *ENQUIRY_WORK,
        *RAISING,
        *TRIAGE,
        "/drafts/discard/?form=/concerns/{concern}/priority/",
        "/account/password/",
        "/account/confirm/",
        "/sign-out/",
        *PROVIDERS,
        *ANSWERING,
    ),
    Role.SAFEGUARDING_MANAGER: (
        "/",
        "/enquiries/{open_enquiry}/work/",
        "/enquiries/{open_enquiry}/allocate/",
        *CLOSING,
        *DECIDING,
        *MERGING,
        "/measures/",
        "/measures/concerns_raised/",
        "/measures/concerns_raised/cases/",
        "/measures/conversion_rate_pct/",
        "/sac-return/",
        "/sac-return/2024-25/",
        "/sac-return/2024-25/cell/?table=SG1f&panel=&row=CONCERN&column=COUNT",
        "/reports/",
        "/reports/new/",
        *DECIDING_ON_THEM,
        *DASHBOARDS,
        *COMPARING,
        *VOICES,
    ),
    Role.ANALYST: (
        "/",
        *INDICATORS,
        "/imports/",
        "/imports/new/",
        "/imports/{import_run}/",
        "/imports/mappings/",
        "/imports/mappings/new/",
        "/imports/mappings/{mapping}/",
        "/sac-return/2024-25/freeze/",
        "/sac-return/2024-25/sign-off/",
        "/exports/",
        "/settings/",
        "/settings/calendar/",
        "/settings/calendar/closures/add/",
        "/settings/calendar/closures/{closure}/remove/",
        "/settings/calendar/bank-holidays/add/",
        "/settings/published/",
        *SELF_ASSESSMENT,
        *THEME_3,
        *EVIDENCE,
    ),
    Role.QA_LEAD: ("/", *AUDIT_TOOLS, *AUDIT_RESULTS, *AUDIT_ROUNDS),
    Role.SAB_MANAGER: ("/", *PACKS, *BOARD, *RETURNS),
    Role.PARTNER_LEAD: ("/", *FOR_THE_BOARD, *OURS),
    Role.DIRECTOR: (
        "/",
        "/concerns/open/",
        "/dashboards/director/",
        *RELEASES,
        *PLAN,
        *VISIT,
        *SHARING,
        *SIGNING,
    ),
    Role.AUDITOR: ("/", "/audit/tools/", "/audit/tools/versions/{tool_version}/", *AUDIT_DOING),
    Role.SAB_MANAGER: ("/", *PACKS),
    Role.DIRECTOR: ("/", "/concerns/open/", "/dashboards/director/", *RELEASES, *SIGNING, *PLAN),
    Role.AUDITOR: ("/", "/audit/tools/", "/audit/tools/versions/{tool_version}/"),
    Role.ADMINISTRATOR: (
        "/",
        "/people/",
        "/people/add/",
        "/people/{membership}/end/",
        "/settings/",
        "/settings/clocks/",
        "/settings/clocks/add/",
        "/settings/clocks/{clock_rule}/change/",
        "/settings/clocks/{clock_rule}/end/",
        "/settings/council/",
        "/settings/register/",
        "/settings/register/reminders/",
        "/settings/register/changes/add/",
        "/settings/register/changes/{policy_change}/remove/",
        "/components/",
    ),
}
# Pages that are an answer to a mistake: their status is part of what they are.
MISTAKES: tuple[tuple[Role | None, str, int], ...] = (
    (None, "/nowhere/", 404),
    (Role.AUDITOR, "/people/", 403),
)
WIDTHS = (1280, 375)
