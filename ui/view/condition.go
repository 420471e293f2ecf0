package view

import (
	"fmt"
	"regexp"
	"strings"

	"opsledger/app/ledger"
)

var conditionText = regexp.MustCompile(`(?s)^\s*([\p{L}\p{N}_]+)\s*(>=|<=|!=|=)(.*)$`)

// Condition parts a condition as a filter has it: region=丹徒区|京口区. A bar that is written \| parts nothing.
func Condition(text string) (key, op string, values []string, ok bool) {
	m := conditionText.FindStringSubmatch(text)
	if m == nil {
		return "", "", nil, false
	}
	const bar = "\x00"
	for _, v := range strings.Split(strings.ReplaceAll(m[3], `\|`, bar), "|") {
		values = append(values, strings.TrimSpace(strings.ReplaceAll(v, bar, "|")))
	}
	return m[1], m[2], values, true
}

var opWords = map[string]string{"=": "为", "!=": "不为", ">=": "不早于", "<=": "不晚于"}

// ConditionWords says in words what a condition asks for.
func ConditionWords(k *ledger.Kind, text string) string {
	key, op, values, ok := Condition(text)
	f, known := k.Field(key)
	switch {
	case !ok:
		return text
	case key == "group":
		return "这次导入新增、更新的"
	case key == "arrival":
		return "这次交换包带来的"
	case key == "number":
		return fmt.Sprintf("指定的 %d 张", len(values))
	case key == "state":
		f.Label = "状态"
		for i, v := range values {
			values[i] = k.StateLabel(ledger.State(v))
		}
	case !known:
		f.Label = key
	}
	said := strings.Join(values, "、")
	switch {
	case said == "" && op == "=":
		return f.Label + "未填"
	case said == "" && op == "!=":
		return "有" + f.Label
	case f.Type == ledger.Int || f.Type == ledger.Points:
		return f.Label + op + said
	}
	return f.Label + opWords[op] + said
}
