"""Chat templates, written after the publicly known forms of five model families, rendered by Jinja itself (package jinja2).

The settings are those that chat templates are written for: a sandbox, the line end after a block goes, and so does the
indentation before one.
"""
import json
import os

from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "vectors", "chat_templates.json")

TEMPLATES = {
    "chatml": """{% for message in messages %}
    {%- if loop.first and message['role'] != 'system' %}
        {{- '<|im_start|>system\\nYou are a helpful assistant.<|im_end|>\\n' }}
    {%- endif %}
    {{- '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
{%- endif %}
""",
    "llama2": "{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}"
              "{% set system_message = messages[0]['content'] %}{% else %}{% set loop_messages = messages %}"
              "{% set system_message = false %}{% endif %}{% for message in loop_messages %}"
              "{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}"
              "{{ raise_exception('roles must alternate user/assistant/user/assistant/...') }}{% endif %}"
              "{% if loop.index0 == 0 and system_message != false %}"
              "{% set content = '<<SYS>>\\n' + system_message + '\\n<</SYS>>\\n\\n' + message['content'] %}"
              "{% else %}{% set content = message['content'] %}{% endif %}"
              "{% if message['role'] == 'user' %}{{ bos_token + '[INST] ' + content.strip() + ' [/INST]' }}"
              "{% elif message['role'] == 'assistant' %}{{ ' ' + content.strip() + ' ' + eos_token }}{% endif %}{% endfor %}",
    "llama3": "{% set loop_messages = messages %}{% for message in loop_messages %}"
              "{% set content = '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'"
              "+ message['content'] | trim + '<|eot_id|>' %}"
              "{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}{{ content }}{% endfor %}"
              "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}",
    "mistral": """{%- if messages[0]["role"] == "system" %}
    {%- set system_message = messages[0]["content"] %}
    {%- set loop_messages = messages[1:] %}
{%- else %}
    {%- set loop_messages = messages %}
{%- endif %}
{%- set ns = namespace(index=0) %}
{%- for message in loop_messages %}
    {%- if not (message.role == "tool") %}
        {%- if (message["role"] == "user") != (ns.index % 2 == 0) %}
            {{- raise_exception("roles must alternate") }}
        {%- endif %}
        {%- set ns.index = ns.index + 1 %}
    {%- endif %}
{%- endfor %}

{{- bos_token }}
{%- for message in loop_messages %}
    {%- if message["role"] == "user" %}
        {%- if loop.last and system_message is defined %}
            {{- "[INST] " + system_message + "\\n\\n" + message["content"] + "[/INST]" }}
        {%- else %}
            {{- "[INST] " + message["content"] + "[/INST]" }}
        {%- endif %}
    {%- elif message["role"] == "assistant" %}
        {{- " " + message["content"]|trim + eos_token }}
    {%- else %}
        {{- raise_exception("only user and assistant roles are supported") }}
    {%- endif %}
{%- endfor %}
""",
    "zephyr": "{% for message in messages %}\n{% if message['role'] == 'user' %}\n{{ '<|user|>\\n' + message['content'] + eos_token }}\n"
              "{% elif message['role'] == 'system' %}\n{{ '<|system|>\\n' + message['content'] + eos_token }}\n"
              "{% elif message['role'] == 'assistant' %}\n{{ '<|assistant|>\\n'  + message['content'] + eos_token }}\n{% endif %}\n"
              "{% if loop.last and add_generation_prompt %}\n{{ '<|assistant|>' }}\n{% endif %}\n{% endfor %}",
    "white_space": """head  
  {# a comment #}
  {% if true %}
    kept {{ 'a' }}
    {{- 'b' -}}
    c
  {%+ if true %} d {% endif +%}
  {%- endif %}
   {% for m in messages %}   {% endfor %}|
{% if messages %}x{% endif %}  
{{ '  ' }}
tail

""",
    "expressions": """
{{ 1 + 2 * 3 - 4 }} {{ 'a' ~ 1 + 2 ~ 'b' }} {{ 7 % 4 }} {{ -7 % 4 }} {{ -2 + 1 }}
{{ 1 < 2 and not 2 < 1 or false }} {{ 'a' in 'cat' }} {{ 'x' not in ['x', 'y'] }} {{ 'k' in {'k': 1} }} {{ not none }}
{{ 'yes' if messages|length > 1 else 'no' }} {{ 'nothing' if false }}|{{ undefined_name }}|{{ undefined_name | default('d') }}
{{ none|default('n', true) }} {{ ''|default('e') }}| {{ messages[-1].content }} {{ messages[0]['absent'] is defined }}
{{ 'abcdef'[1:4] }} {{ 'abcdef'[::-1] }} {{ 'abcdef'[-2:] }} {{ [1, 2, 3][:-1]|join('+') }} {{ 'abc'[0] }} {{ [1,2][1] }}
{{ messages[0] | tojson }} {{ [1, true, none, 'ä"\\\\ 🙂\\n', 2.5 if false else {'a': []}] | tojson }}
{{ {'a': [1, {'b': 'c'}], 'd': {}} | tojson(indent=2) }}
{{ ' x '.strip() ~ '|' ~ 'xxaxx'.strip('x') ~ '|' ~ '  y'.lstrip() ~ 'z  '.rstrip() ~ '|' }} {{ 'a,b,c'.split(',') | last }}
{{ 'abc'.startswith('ab') }} {{ 'abc'.endswith('bc') }} {{ 'aXa'.replace('a', 'bb') }} {{ 'Ab' | upper }} {{ 'Ab' | lower }}
{{ 'x' is string }} {{ 1 is number }} {{ messages is iterable }} {{ messages[0] is mapping }} {{ none is none }} {{ 1 is not none }}
{{ true is true }} {{ false is true }} {{ 'a' 'b' }} {{ "it's" }} {{ 'it\\'s' }} {{ '}}' }} {{ "%}" }} {{ 1 == 1.0 if false else 'ok' }}
{% for k, v in {'a': 1, 'b': 2}.items() %}{{ k }}={{ v }}{{ '' if loop.last else ', ' }}{% endfor %}

{% for i in range(3) %}{{ loop.index }}{{ loop.index0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.revindex }}{{ loop.revindex0 }} {% endfor %}

{% for m in messages if m.role == 'user' %}{{ loop.index }}{{ m.content }}{% else %}none{% endfor %}

{% for m in [] %}x{% else %}empty{% endfor %}

{% set a = 1 %}{% for i in range(2) %}{% set a = a + i + 1 %}{{ a }}{% endfor %}{{ a }}
{% set ns = namespace(found=false, n=0) %}{% for m in messages %}{% set ns.n = ns.n + m.content|length %}{% if not ns.found and m.role == 'assistant' %}{% set ns.found = true %}{% endif %}{% endfor %}{{ ns.found }} {{ ns.n }}
{{ messages|map_is_unknown if false else '' }}""".replace("{{ messages|map_is_unknown if false else '' }}", "{{ 'abc' | first }}{{ [] | first }}{{ messages | list | length }}")
    .replace(", 2.5 if false else {'a': []}", ", {'a': []}").replace(" {{ 1 == 1.0 if false else 'ok' }}", ""),
}

SYSTEM = {"role": "system", "content": "Answer briefly. "}
ONE = [{"role": "user", "content": " What is 2+2?\n"}, {"role": "assistant", "content": " 4. "}]
TWO = ONE + [{"role": "user", "content": "Und \"Größe\"?"}, {"role": "assistant", "content": "size 🙂"}]
CONVERSATIONS = [ONE, TWO, [SYSTEM] + ONE, [SYSTEM] + TWO, ONE[:1], TWO[:3], [SYSTEM] + TWO[:3], ONE[1:], ONE + ONE[1:]]


def refuse(message):
    raise TemplateError(message)


def main():
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    environment.filters["tojson"] = lambda value, indent=None: json.dumps(value, ensure_ascii=False, indent=indent)
    environment.globals["raise_exception"] = refuse
    cases = []
    for name, source in TEMPLATES.items():
        template = environment.from_string(source)
        for messages in CONVERSATIONS:
            for is_answer_next in (False, True):
                try:
                    text = template.render(messages=messages, add_generation_prompt=is_answer_next, tools=None, documents=None,
                                           bos_token="<s>", eos_token="</s>")
                except TemplateError:
                    text = None
                cases.append({"template": name, "messages": messages, "isAnswerNext": is_answer_next, "text": text})
    with open(OUT, "w", encoding="ascii", newline="\n") as file:
        json.dump({"templates": TEMPLATES, "cases": cases}, file, ensure_ascii=True, indent=0)
        file.write("\n")


if __name__ == "__main__":
    main()
