package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"opsledger/ui/theme"
)

func TestANoticeSaysThreePartsAndThenNothing(t *testing.T) {
	look(t, "notice", fyne.NewSize(420, 260), func() fyne.CanvasObject {
		bad, soon, good := NewNotice(), NewNotice(), NewNotice()
		bad.Tell(Bad, "口令不对", "台账没有改动。请检查大小写和输入法后重试；忘记口令可用恢复密钥，也可请另一个账号改口令。")
		soon.Tell(Soon, "离开这一页就不再显示", "忘记口令时只能靠它打开台账。")
		good.Tell(Good, "已导入", "")
		return Inset(12, 12, Stack(8, bad, soon, good))
	})
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{})
	n := NewNotice()
	if n.Visible() {
		t.Error("it takes room before it says anything")
	}
	n.Tell(Bad, "没有写完", "台账没有改动。")
	if !n.Visible() || n.Said() != "没有写完。台账没有改动。" {
		t.Errorf("%v %q", n.Visible(), n.Said())
	}
	if n.Clear(); n.Visible() || n.Said() != "" {
		t.Errorf("cleared: %v %q", n.Visible(), n.Said())
	}
}

func TestWhatStandsInTheMiddleIsAsHighAsItsWidthNeeds(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{})
	text := NewParagraph("这一段文字在窄的一栏里要占好几行，所以要先知道宽度，再问它有多高。", 13, "text")
	Middle(100, text).Resize(fyne.NewSize(300, 500))
	if got := text.Size(); got.Width != 100 || got.Height < 60 || text.Position().X != 100 || text.Position().Y != float32(int((500-got.Height)/2)) {
		t.Errorf("%v at %v", got, text.Position())
	}
}

func TestALargeInputIsHigher(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{})
	if h := NewSecret("").WithIcon("key").Large().MinSize().Height; h != largeHeight {
		t.Error(h)
	}
}
