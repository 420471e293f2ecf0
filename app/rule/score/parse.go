package score

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// largest is the most a scheme's file may hold, in bytes: it rides in a step of the ledger.
const largest = 256 << 10

var clauseID = regexp.MustCompile(`^[A-Z]\d{1,2}$`)

// Parse reads a scheme and refuses one with a mistake: what it holds beyond the known, what it lacks, what can't hold. The error is
// a Mistake, with the line.
func Parse(raw []byte) (s Scheme, err error) {
	if len(raw) > largest {
		return s, Mistake{1, "方案文件超过256 KB"}
	}
	root, err := grow(raw)
	if err != nil {
		return s, err
	}
	p := parsing{}
	s = p.scheme(root)
	if p.mistake != nil {
		return s, *p.mistake
	}
	return s, nil
}

// parsing keeps the first mistake.
type parsing struct{ mistake *Mistake }

func (p *parsing) fail(line int, parts ...string) {
	if p.mistake == nil || line < p.mistake.Line {
		p.mistake = &Mistake{line, strings.Join(parts, "")}
	}
}

// keys holds an object to the keys it must have, and those it may (ending in ?).
func (p *parsing) keys(n node, what string, keys ...string) {
	if n.value != json.Delim('{') {
		p.fail(n.line, what, "应为一个{…}")
		return
	}
	known := map[string]bool{}
	for _, key := range keys {
		known[strings.TrimSuffix(key, "?")] = true
	}
	for _, m := range n.members {
		if !known[m.key] { // more likely than not it is the one that seems missing, mistyped
			p.fail(m.line, what, "有不认识的“", m.key, "”")
			return
		}
	}
	for _, key := range keys {
		if _, ok := n.member(key); !ok && !strings.HasSuffix(key, "?") {
			p.fail(n.line, what, "缺少“", key, "”")
		}
	}
}

func (p *parsing) text(n node, key string) string {
	m, ok := n.member(key)
	text, is := m.value.(string)
	switch {
	case ok && !is:
		p.fail(m.line, "“", key, "”应为文字")
	case ok && strings.TrimSpace(text) == "":
		p.fail(m.line, "“", key, "”不能为空")
	}
	return text
}

func (p *parsing) number(n node, key string) Points {
	m, ok := n.member(key)
	if !ok {
		return 0
	}
	text, is := m.value.(string)
	v, err := ParsePoints(text)
	if !is || err != nil {
		p.fail(m.line, "“", key, "”", errPoints.Error())
	}
	return v
}

func (p *parsing) list(n node, key string) []node {
	m, ok := n.member(key)
	if ok && m.value != json.Delim('[') {
		p.fail(m.line, "“", key, "”应为一个[…]")
	}
	return m.items
}

func (p *parsing) scheme(n node) (s Scheme) {
	p.keys(n, "方案", "id", "name", "document", "base", "fee", "total", "same_fact", "clauses", "without?")
	s.ID, s.Name, s.Document, s.Base = p.text(n, "id"), p.text(n, "name"), p.text(n, "document"), p.number(n, "base")
	if m, ok := n.member("base"); ok && s.Base <= 0 {
		p.fail(m.line, "总分须大于0")
	}
	if fee, ok := n.member("fee"); ok {
		s.Fee = p.fee(fee)
	}
	s.Total = p.readings(n, "total", []string{"keep", "capped"})
	s.Same = p.readings(n, "same_fact", []string{"heavier", "each"})
	for _, item := range p.list(n, "clauses") {
		s.Clauses = append(s.Clauses, p.clause(item, s.Clauses))
	}
	for _, item := range p.list(n, "without") {
		name, _ := item.value.(string)
		if _, ok := rules[name]; !ok || slices.Contains(s.Without, name) {
			p.fail(item.line, "“without”中的依据类型“", name, "”不认识，或写了两次")
		}
		s.Without = append(s.Without, name)
	}
	p.complete(n, s)
	return s
}

// complete holds that every kind of evidence has one clause, or is left out on purpose: no fact is dropped unnoticed.
func (p *parsing) complete(n node, s Scheme) {
	has := map[string]bool{}
	for _, c := range s.Clauses {
		has[c.Evidence] = true
	}
	for _, name := range slices.Sorted(maps.Keys(rules)) {
		switch left := slices.Contains(s.Without, name); {
		case !has[name] && !left:
			p.fail(last(n), "缺少依据类型为“", name, "”的条款；确实没有的，请写进“without”")
		case has[name] && left:
			p.fail(last(n), "依据类型“", name, "”既有条款，又写进了“without”")
		}
	}
}

// last is the line of what ends an object: what is missing is missed there, so that what is wrong before is told first.
func last(n node) int {
	line := n.line
	for _, m := range n.members {
		line = max(line, last(m.node))
	}
	for _, item := range n.items {
		line = max(line, last(item))
	}
	return line
}

func (p *parsing) fee(n node) (f FeeRule) {
	p.keys(n, "扣减规则", "below", "percent_per_point", "most_percent", "label", "readings")
	f.Below, f.PerPoint, f.Most, f.Label = p.number(n, "below"), p.number(n, "percent_per_point"), p.number(n, "most_percent"), p.text(n, "label")
	for _, key := range []string{"below", "percent_per_point", "most_percent"} {
		if m, ok := n.member(key); ok && p.number(n, key) <= 0 {
			p.fail(m.line, "“", key, "”须大于0")
		}
	}
	if m, ok := n.member("most_percent"); ok && f.Most > whole(100) {
		p.fail(m.line, "扣减不能超过100%")
	}
	f.Readings = p.readings(n, "readings", []string{"floor", "proportional"})
	return f
}

// readings holds that each is known, stands once, and exactly one is taken.
func (p *parsing) readings(n node, key string, known []string) (out []Reading) {
	m, ok := n.member(key)
	took := 0
	for _, item := range p.list(n, key) {
		p.keys(item, "口径", "id", "text", "basis?", "taken?")
		r := Reading{ID: p.text(item, "id"), Text: p.text(item, "text")}
		if b, ok := item.member("basis"); ok {
			r.Basis, _ = b.value.(string)
		}
		if t, ok := item.member("taken"); ok {
			taken, is := t.value.(bool)
			if r.Taken = taken; !is {
				p.fail(t.line, "“taken”应为 true 或 false")
			}
		}
		if r.Taken {
			took++
		}
		if !slices.Contains(known, r.ID) {
			p.fail(item.line, "不认识的口径“", r.ID, "”，可写：", strings.Join(known, "、"))
		}
		if slices.ContainsFunc(out, func(o Reading) bool { return o.ID == r.ID }) {
			p.fail(item.line, "口径“", r.ID, "”写了两次")
		}
		out = append(out, r)
	}
	if ok && took != 1 {
		p.fail(m.line, "“", key, "”须有且只有一个口径标为 \"taken\": true")
	}
	return out
}

func (p *parsing) clause(n node, before []Clause) (c Clause) {
	p.keys(n, "条款", "id", "group", "title", "text", "unit", "evidence", "source", "points", "limits?", "cap", "forecast", "readings")
	c = Clause{ID: p.text(n, "id"), Group: p.text(n, "group"), Title: p.text(n, "title"), Text: p.text(n, "text"), Unit: p.text(n, "unit"),
		Evidence: p.text(n, "evidence"), Source: p.text(n, "source"), Forecast: p.text(n, "forecast")}
	at := func(key string) int { m, _ := n.member(key); return max(m.line, n.line) }
	rule, ok := rules[c.Evidence]
	switch {
	case !clauseID.MatchString(c.ID):
		p.fail(at("id"), "条款编号“", c.ID, "”应写作 S1")
	case slices.ContainsFunc(before, func(o Clause) bool { return o.ID == c.ID }):
		p.fail(at("id"), "条款编号“", c.ID, "”重复")
	case !ok:
		p.fail(at("evidence"), "不认识的依据类型“", c.Evidence, "”，可写：", strings.Join(slices.Sorted(maps.Keys(rules)), "、"))
	case slices.ContainsFunc(before, func(o Clause) bool { return o.Evidence == c.Evidence }):
		p.fail(at("evidence"), "依据类型“", c.Evidence, "”已有条款")
	case c.Forecast != Rate && c.Forecast != Stands:
		p.fail(at("forecast"), "“forecast”应为 ", Rate, " 或 ", Stands)
	}
	p.rates(n, &c, rule)
	c.Readings = p.readings(n, "readings", rule.readings)
	return c
}

// rates reads points, limits and cap, and holds their signs.
func (p *parsing) rates(n node, c *Clause, r rule) {
	c.Points, c.Limits = p.numbers(n, "points", r.rates), p.numbers(n, "limits", r.limits)
	points, _ := n.member("points")
	for _, m := range points.members {
		adds := c.Evidence == "survey" && (m.key == "excellent" || m.key == "good")
		if v := c.Points[m.key]; v > 0 && !adds || v < 0 && adds {
			p.fail(m.line, "“", m.key, "”的正负不对：扣分写负数", map[bool]string{true: "，优、良加分写正数"}[c.Evidence == "survey"])
		}
	}
	limits, _ := n.member("limits")
	for _, m := range limits.members {
		if c.Limits[m.key] <= 0 {
			p.fail(m.line, "“", m.key, "”须大于0")
		}
	}
	m, ok := n.member("cap")
	if !ok || m.value == nil {
		return
	}
	limit := p.number(n, "cap")
	if c.Cap = &limit; limit <= 0 {
		p.fail(m.line, "封顶写正数（最多扣几分）；不封顶写 null")
	}
}

// numbers reads an object that has exactly these keys.
func (p *parsing) numbers(n node, key string, keys []string) map[string]Points {
	out := map[string]Points{}
	m, ok := n.member(key)
	if !ok {
		if len(keys) > 0 && key == "limits" {
			p.fail(n.line, "缺少“limits”：", strings.Join(keys, "、"))
		}
		return out
	}
	p.keys(m, "“"+key+"”", keys...)
	for _, k := range keys {
		out[k] = p.number(m, k)
	}
	return out
}
