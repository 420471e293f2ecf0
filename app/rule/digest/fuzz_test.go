package digest

import (
	"strings"
	"testing"
)

// FuzzSections: whatever a person writes, no line that says something is lost, and no section is without a title.
func FuzzSections(f *testing.F) {
	for _, seed := range []string{"", "一\n二", "【甲】\n一；二\n【乙】", "【】\n【", "\uFEFF【甲】\r\n一\r\n", "】【\n【 】"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var got strings.Builder
		for _, s := range parts(text) {
			if s.Title == "" {
				t.Errorf("a section without a title in %q", text)
			}
			got.WriteString(strings.Join(append([]string{s.Title}, s.Lines...), "\n"))
		}
		for _, l := range paragraphs(text) {
			if !strings.Contains(got.String(), strings.TrimSuffix(strings.TrimPrefix(l, "【"), "】")) {
				t.Errorf("%q is lost from %q", l, text)
			}
		}
	})
}
