"""The console of the staff at `/console`: pages rendered here, with small scripts where something is live.

How to add a page:

1. `api/console/NAME.py`: a module with a `router = build_router()` (see `pages.py`) and its handlers. A handler takes
   `page: PageDep`, which is whoever is signed in (`page.me`), the services (`page.staff`, `page.application`) and what
   renders (`page.render("NAME.html", value=…)`). Who is not signed in is sent to sign in; a POST without our CSRF token
   or from another site is refused; both happen in `PageDep`, so no handler can forget it. What a role may do is the
   services' business (`member.require(…)`): errors of theirs become pages (`faults.py`, texts in `texts/faults.yaml`).
2. A form posts to its own page (`<form method="post">{{ csrf() }}…`), is read by `Annotated[Model, Form()]`, calls one
   service, and ends in `page.go("/console/…", told="NAME.saved")`: the text under that key is shown once as a toast.
3. `routes.py`: include the router. `navigation.yaml`: one entry, with the permission that shows it, and its icon.
4. `templates/NAME.html`: `{% extends "page.html" %}`, blocks `title` and `main`, macros from `parts.html`. Undefined
   names raise; everything is escaped; no inline script or style (the policy forbids them).
5. `texts/NAME.yaml`: every word the page shows: `{{ t("NAME.title") }}`, `{{ t("NAME.of", count=3) }}`. What is shared
   (roles, outcomes, triggers) is in `texts/words.yaml`. Scripts get their words from `data-…` attributes.
6. `api/web/console/NAME.css` and `NAME.js` (an ES module), where the page needs its own: blocks `styles`, `scripts`.
   Colours, sizes and components are in `console.css`. `live.js` brings elements with an id and `data-part`
   up to date from the server (`refresh("queue")`), `api.js` calls `/v1/staff/…` with the session's cookie and token.
7. Tests: `tests/api/console/conftest.py` has `office`, whose `sign_in(role)` returns a signed-in browser.
"""
