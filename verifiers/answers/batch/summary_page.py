"""The template of the summary page: no script, no external resource, every value escaped."""

PAGE = """\
{% macro share(count, of) %}{{ "%.1f" % (100 * count / of) if of else "0.0" }} %{% endmacro %}
{% macro answers(rows) %}
<div class="wide"><table>
<tr><th>line</th><th>id</th><th>question</th><th>answer</th><th>feedback</th></tr>
{% for g in rows[:listed] %}
<tr><td class="n">{{ g.submission.line }}</td><td>{{ g.submission.id }}</td><td><code>{{ g.question|truncate(80) }}</code></td>
<td><code>{{ g.submission.case.answer|truncate(300) }}</code></td><td>{{ g.result.feedback|truncate(400) }}</td></tr>
{% endfor %}
</table></div>
{% if rows|length > listed %}<p>… and {{ rows|length - listed }} more, in results.csv.</p>{% endif %}
{% endmacro %}
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
<style>
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --correct: #2e7d32; --incorrect: #c62828;
        --cannot-decide: #f9a825; --cannot-read: #757575; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; font-weight: 600; }
th, td { padding: .3rem .7rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td, code { overflow-wrap: anywhere; } code { font-size: .88em; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.cards { display: flex; flex-wrap: wrap; gap: .8rem; }
.card { background: var(--soft); border-radius: .5rem; padding: .7rem 1rem; }
.card b { display: block; font-size: 1.5rem; line-height: 1.2; }
.stack { display: flex; height: 1.1rem; border-radius: .3rem; overflow: hidden; margin: 1rem 0 .4rem; }
.bar { width: 45%; } .bar div { background: #5c6bc0; height: .9rem; border-radius: .2rem; min-width: 2px; }
.dot { display: inline-block; width: .75rem; height: .75rem; border-radius: 50%; margin-right: .45rem; }
.wide { overflow-x: auto; }
</style>
</head>
<body>
<h1>{{ title }}</h1>
<div class="cards">
<div class="card"><b>{{ total }}</b>answers judged</div>
<div class="card"><b>{{ share(verdicts["correct"], total) }}</b>correct</div>
<div class="card"><b>{{ numbers.points }} / {{ numbers.full }}</b>points</div>
<div class="card"><b>{{ numbers.by_hand }}</b>to grade by hand</div>
<div class="card"><b>{{ malformed|length }}</b>malformed rows</div>
</div>

<h2>Verdicts</h2>
<div class="stack">
{% for name, count in verdicts.items() if count %}
<div style="flex: {{ count }}; background: var(--{{ name|replace(' ', '-') }})" title="{{ name }}: {{ count }}"></div>
{% endfor %}
</div>
<table>
{% for name, count in verdicts.items() %}
<tr><td><span class="dot" style="background: var(--{{ name|replace(' ', '-') }})"></span>{{ name }}</td>
<td class="n">{{ count }}</td><td class="n">{{ share(count, total) }}</td>
<td>{% if name == "correct" %}{{ numbers.proved }} proved, {{ count - numbers.proved }} not proved{% endif %}</td></tr>
{% endfor %}
</table>

{% if slips %}
<h2>Slips in wrong answers</h2>
<table>
{% for name, count in slips.items() %}
<tr><td>{{ name }}</td><td class="n">{{ count }}</td>
<td class="bar"><div style="width: {{ "%.1f" % (100 * count / most) }}%"></div></td></tr>
{% endfor %}
</table>
{% endif %}

{% if questions %}
<h2>Questions</h2>
<div class="wide"><table>
<tr><th>question</th><th class="n">answers</th>{% for name in names %}<th class="n">{{ name }}</th>{% endfor %}
<th class="n">proved</th><th class="n">mean points</th><th>most frequent slip</th></tr>
{% for q in questions[:listed] %}
<tr><td><code>{{ q.name|truncate(120) }}</code></td><td class="n">{{ q.answers }}</td>
{% for count in q.counts %}<td class="n">{{ count }}</td>{% endfor %}
<td class="n">{{ q.proved }}</td><td class="n">{{ q.points }} / {{ q.full }}</td><td>{{ q.slip }}</td></tr>
{% endfor %}
</table></div>
{% if questions|length > listed %}<p>… and {{ questions|length - listed }} more, in results.csv.</p>{% endif %}
{% endif %}

{% if frequent %}
<h2>Most frequent wrong answers</h2>
<div class="wide"><table>
<tr><th>question</th><th>answer</th><th>slip</th><th class="n">times</th></tr>
{% for question, answer, slip, count in frequent %}
<tr><td><code>{{ question|truncate(80) }}</code></td><td><code>{{ answer|truncate(300) }}</code></td><td>{{ slip }}</td>
<td class="n">{{ count }}</td></tr>
{% endfor %}
</table></div>
{% endif %}

{% if by_hand %}
<h2>To grade by hand</h2>
{{ answers(by_hand) }}
{% endif %}

{% if unreadable %}
<h2>Cannot be read</h2>
{{ answers(unreadable) }}
{% endif %}

{% if malformed %}
<h2>Malformed rows</h2>
<p>These rows of the file are no submissions and have no result.</p>
<table>
<tr><th>line</th><th>id</th><th>reason</th></tr>
{% for m in malformed[:listed] %}
<tr><td class="n">{{ m.line }}</td><td>{{ m.id or "" }}</td><td>{{ m.sentence }}</td></tr>
{% endfor %}
</table>
{% if malformed|length > listed %}<p>… and {{ malformed|length - listed }} more, in malformed.jsonl.</p>{% endif %}
{% endif %}
</body>
</html>
"""
