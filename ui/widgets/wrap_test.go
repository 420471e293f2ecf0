package widgets

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"opsledger/ui/theme"
)

// cells measures Han characters and full-width signs as two, the rest as one.
func cells(s string) float32 {
	n := 0
	for _, r := range s {
		if n++; r >= 0x2000 {
			n++
		}
	}
	return float32(n)
}

func TestLinesAreBrokenByTheRulesOfChineseSetting(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float32
		want  []string
	}{
		{"在途率低，已核对", 8, []string{"在途率", "低，已核", "对"}},
		{"办结（补录）", 6, []string{"办结", "（补", "录）"}},
		{"共到达 2,318 张", 10, []string{"共到达", "2,318 张"}},
		{"号GD-2026-002331止", 16, []string{"号GD-2026-002331", "止"}},
		{"工单GD-2026-002331", 10, []string{"工单", "GD-2026-00", "2331"}},
		{"他说“好”。完", 8, []string{"他说", "“好”。", "完"}},
		{"低于3.5%的上限", 8, []string{"低于3.5%", "的上限"}},
		{"甲\n\n乙", 8, []string{"甲", "", "乙"}},
		{"", 8, []string{""}},
		{"其余时间由7×24值班", 12, []string{"其余时间由", "7×24值班"}},
		{"台账没有改动，请检查后重试，忘了口令可用密钥。", 44, []string{"台账没有改动，请检查后重试，忘了口令可", "用密钥。"}},
		{"完成……了", 6, []string{"完", "成……", "了"}},
	} {
		if got := breakLines(c.text, c.width, cells); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}

func FuzzBreakLines(f *testing.F) {
	f.Add("本周到达工单 69 张，办结 63 张（年累计 2,318 张）。", 12.0)
	f.Add("，，，，，，，，，", 3.0)
	f.Add("（（（（（（a", 4.0)
	f.Add("\xff\n \t ", 0.0)
	f.Fuzz(func(t *testing.T, text string, width float64) {
		if !utf8.ValidString(text) || len(text) > 2000 {
			return
		}
		lines := breakLines(text, float32(width), cells)
		bare := strings.NewReplacer(" ", "", "\t", "", "\n", "")
		if bare.Replace(strings.Join(lines, "")) != bare.Replace(text) {
			t.Fatalf("%q became %q", text, lines)
		}
		for _, l := range lines {
			if w := cells(strings.TrimRight(l, " ")); width >= 2 && float64(w) > width+1 && utf8.RuneCountInString(l) > 1 {
				t.Fatalf("%q is wider than %v", l, width)
			}
		}
	})
}

func TestAParagraphIsAsHighAsItsLinesAtItsWidth(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{})
	p := NewParagraph("从省工单系统导出表格后拖进来，或者手工登记一张。", theme.SizeBody, theme.Text)
	below := Body("下一行")
	c := Stack(4, p, below)
	c.Resize(fyne.NewSize(120, 300))
	n := len(p.Lines())
	if n < 3 || p.Size().Height != float32(n)*20 || below.Position().Y != float32(n)*20+4 {
		t.Errorf("%d lines in %v, the next part at %v", n, p.Size(), below.Position())
	}
	c.Resize(fyne.NewSize(800, 300))
	if len(p.Lines()) != 1 || c.MinSize().Height > 50 {
		t.Errorf("%q in %v", p.Lines(), c.MinSize())
	}
}

func TestParagraphs(t *testing.T) {
	look(t, "paragraphs", fyne.NewSize(300, 250), func() fyne.CanvasObject {
		return Inset(16, 16, Stack(8,
			NewParagraph("完成企业职工养老待遇调整补发核对 1 批次、住建项目人员信息同步 1 次；三环境日常巡检 5 次，无异常。年累计到达 2,318 张（含补录），在途率 3.11%，低于 3.5% 的上限。", theme.SizeBody, theme.Text),
			NewParagraph("U 盘写到一半断开，交换包没有写完。台账没有改动，原有的包仍在。请重新插好后再生成。", theme.SizeHelp, theme.Text2),
			NewParagraph("居中的一段话，两行都在中间，不偏不倚地放着", theme.SizeHelp, theme.Text3).Centre()))
	})
}
