package widgets

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"opsledger/ui/theme"
)

func TestATextIsAsLongAsItsCharacters(t *testing.T) {
	themed(t)
	for _, text := range []string{"GD-2026-002291", "养老待遇计算结果与手工核对不一致，需要核查缴费基数", "Excel 模板 V2.3 AVATAR To 导入", "𬭎䶮㛃㬚旻"} {
		for _, bold := range []bool{false, true} {
			whole := fyne.MeasureText(text, theme.SizeBody, fyne.TextStyle{Bold: bold}).Width
			if got := lengthOf(text, theme.SizeBody, bold); got < whole-1 || got > whole+3 {
				t.Errorf("%s is %v long, not %v", text, whole, got)
			}
		}
	}
}

func TestATextIsCutToItsWidth(t *testing.T) {
	themed(t)
	const text = "一二三，四五六七八九十"
	for width, want := range map[float32]string{0: text, 200: text, 13 * 8: "一二三，四五六…", 13 * 5: "一二三…", 5: "…"} {
		if got := cut(text, width, theme.SizeBody, false); got != want {
			t.Errorf("to %v: %s, want %s", width, got, want)
		}
	}
}

func TestLinesDoNotBeginWithAStopNorBreakNumbers(t *testing.T) {
	themed(t)
	for _, c := range []struct {
		text  string
		width float32
		want  []string
	}{
		{"一二三四五，六七", 12 * 5, []string{"一二三四五，", "六七"}},
		{"应缴 2026-11 基数", 12 * 5, []string{"应缴", "2026-11 基", "数"}},
		{"应缴 2026-11 基数", 12 * 6, []string{"应缴 2026-11", "基数"}},
		{"abcdefghijklmnopqrstuvwxyz", 60, nil},
	} {
		got := wrap(c.text, c.width, 12)
		if c.want != nil && !slices.Equal(got, c.want) {
			t.Errorf("%q, want %q", got, c.want)
		}
		if c.want == nil && len(got) < 2 {
			t.Errorf("a word longer than the line stays whole: %q", got)
		}
	}
}
