"""The pages of the board and of Theme 3 that Chromium opens; see `pages.py`."""

# The business of the board, and what a partner's lead does there.
BOARD = (
    "/board/",
    "/board/risks/",
    "/board/risks/add/",
    "/board/risks/{board_risk}/",
    "/board/plan/priorities/{priority}/",
    "/board/dataset/",
    "/board/dataset/indicators/{indicator}/",
    "/board/dataset/enter/{member}/",
    "/board/briefings/{briefing}/",
    "/board/other-reviews/{other_review}/",
    "/board/annual-report/",
)

FOR_THE_BOARD = (
    "/board/our-numbers/",
    "/board/our-briefings/",
    "/board/our-briefings/{briefing}/",
)

# Returns and surveys of the board; and what a partner's lead has of them.
RETURNS = (
    "/board/returns/cycle/{return_cycle}/",
    "/board/returns/cycle/{return_cycle}/outcome/",
    "/board/returns/cycle/{return_cycle}/beside/",
    "/board/returns/cycle/{return_cycle}/chase/",
    "/board/returns/{workbook_return}/workbook/",
    "/board/returns/{workbook_return}/submit/",
    "/board/returns/actions/",
    "/board/returns/actions/{improvement}/",
    "/board/surveys/",
    "/board/surveys/open/",
    "/board/surveys/{survey_over}/",
    "/board/surveys/{survey_over}/comments/",
    "/board/surveys/{survey}/",
    "/survey/{survey_link}/",
)

# Theme 3: the framework, and what nine scores make.
THEME_3 = (
    "/theme-3/",
    "/theme-3/frameworks/",
    "/theme-3/frameworks/{framework}/",
    "/theme-3/frameworks/{framework}/statements/QS7/",
    "/theme-3/entries/{entry}/wording/",
    "/theme-3/scores/?pasted=3+3+3+3+3+2+2+3+1&percent=63",
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
    "/theme-3/assessments/{outside_assessment}/",
    "/theme-3/improvement/",
    "/theme-3/improvement/{item}/",
    "/theme-3/improvement/add/",
)

# A visit of an assessor, and the evidence they are to read.
VISIT = (
    "/theme-3/case-tracking/",
    "/theme-3/case-tracking/plan/",
    "/theme-3/case-tracking/{tracking_sample}/",
    "/theme-3/case-tracking/{tracking_sample}/quotas/",
    "/theme-3/case-tracking/{tracking_sample}/leave-out/",
    "/theme-3/case-tracking/cases/{tracking_case}/",
    "/theme-3/case-tracking/cases/{tracking_case}/read/",
    "/theme-3/information-return/",
    "/theme-3/information-return/{information_return}/",
    "/theme-3/information-return/items/{return_item}/",
    "/theme-3/factual-accuracy/",
    "/theme-3/factual-accuracy/{accuracy_check}/",
    "/theme-3/factual-accuracy/points/{accuracy_point}/",
)

SHARING = (
    "/theme-3/sharing/",
    "/theme-3/sharing/begin/",
    "/theme-3/sharing/{shared_set}/",
    "/theme-3/sharing/{shared_set}/choose/",
    "/theme-3/sharing/{shared_set}/pack/",
)

INDICATORS = (
    "/theme-3/indicators/",
    "/theme-3/indicators/{theme3_indicator}/",
    "/theme-3/indicators/load/",
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
