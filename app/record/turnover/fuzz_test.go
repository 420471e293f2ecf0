package turnover

import (
	"strings"
	"testing"
)

func FuzzComparison(f *testing.F) {
	for _, seed := range []string{"学历|本科及以上|硕士|符合", "从业年限｜3年｜5年｜符合", "职称|高级|中级|不符合", "||||", "", "𠮷|䶮|㐂|符合"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		err := checkComparison([]any{line})
		parts := strings.FieldsFunc(line, func(r rune) bool { return r == '|' || r == '｜' })
		if err == nil && (len(parts) < 4 || strings.TrimSpace(parts[len(parts)-1]) != "符合") {
			t.Errorf("%q was taken", line)
		}
		if err != nil && !strings.Contains(err.Error(), "资历对照第1行") {
			t.Errorf("%q: the error names no line: %v", line, err)
		}
	})
}
