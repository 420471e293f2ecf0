package screens

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/ui/widgets"
)

// passwords changes the own password, and the paper key.
func (s *Settings) passwords() {
	s.Act = widgets.NewButton("修改口令…", "key", widgets.Main, s.askPassword)
	paper := widgets.NewButton("换发恢复密钥…", "printer", widgets.Usual, s.askPaper)
	s.show(card("“"+s.desk.Account+"”的口令", "只换打开台账的口令，不改动台账内容，也不影响其他账号。", s.Act),
		card("恢复密钥", "忘记口令时，凭纸上的恢复密钥可以打开台账、另设口令。纸件丢失或可能被别人看到时，请换发：换发后原来的纸件不再有用。", paper))
}

func (s *Settings) askPassword() {
	specs := []widgets.FieldSpec{{Key: "old", Label: "现在的口令", Kind: widgets.AsSecret, Required: true},
		{Key: "password", Label: "新口令", Kind: widgets.AsSecret, Required: true, Help: "至少 8 位，含大写、小写、数字、符号中的三类，且不含账号名"},
		{Key: "again", Label: "再输一次", Kind: widgets.AsSecret, Required: true}}
	s.ask(widgets.Question{Title: "修改口令", Verb: "修改口令"}, specs, "已修改口令", func(ctx context.Context, v map[string]string) error {
		if err := same(v["password"], v["again"]); err != nil {
			return err
		}
		return s.desk.Office.ChangePassword(ctx, v["old"], v["password"])
	})
}

func (s *Settings) askPaper() {
	specs := []widgets.FieldSpec{{Key: "password", Label: "现在的口令", Kind: widgets.AsSecret, Required: true}}
	key := ""
	s.then = func() { s.showPaper(key) }
	s.ask(widgets.Question{Title: "换发恢复密钥", Body: "新的恢复密钥只显示一次。请先备好打印机或纸笔；原来的纸件随即作废。", Verb: "换发"}, specs, "", func(ctx context.Context, v map[string]string) (err error) {
		key, err = s.desk.Office.NewRecoveryKey(ctx, v["password"])
		return err
	})
}

// showPaper shows the new key once.
func (s *Settings) showPaper(key string) {
	r := newRecovery(s.frame, s.desk, key, nil)
	content := widgets.Stack(12, r.grid(), r.keeping(), widgets.NewBanner(widgets.Soon, "alert-triangle", "关上以后不再显示。请打印或抄下来，与电脑分开存放；原来的纸件请销毁。", nil, false))
	widgets.Ask(s.frame.Window().Canvas(), widgets.Question{Title: "新的恢复密钥", Content: content, Back: "已保管好，关上", Width: 620, OnBack: func() {
		r.wipe()
		s.tell("已换发恢复密钥", "原来的纸件不再有用。")
	}})
}

// idle says after how long the window locks.
func (s *Settings) idle() {
	read(s, s.desk.IdleLock, func(after time.Duration) {
		spec := widgets.FieldSpec{Key: "minutes", Label: "几分钟没有操作就锁定", Kind: widgets.AsInt, Required: true, Value: digits(int(after.Minutes())),
			Help: "1 至 60 分钟。等级保护要求登录超时自动退出，建议不超过 10 分钟"}
		s.Form = widgets.NewForm([]widgets.FieldSpec{spec}, datesOf(s.desk))
		s.Act = widgets.NewButton("保存", "device-floppy", widgets.Main, s.Form.Submit)
		s.Form.OnSubmit = func(v map[string]string) { s.setIdle(number(v["minutes"])) }
		row := widgets.Row(12, widgets.Wide(260, s.Form), widgets.Grow(widgets.Spring()))
		s.show(card("空闲锁定", "键盘和鼠标在窗口里停下这么久，就锁定窗口、关闭台账；没有保存的输入存为草稿，登录后回到原来的页面。正在导入、备份时不锁定。", s.Act, row))
	})
}

func (s *Settings) setIdle(minutes int) {
	s.do("已保存：空闲 "+digits(minutes)+" 分钟后锁定", func(ctx context.Context) error {
		err := s.desk.SetIdleLock(ctx, minutes)
		if err == nil {
			s.desk.onWindow(func() { s.frame.SetIdle(time.Duration(minutes) * time.Minute) })
		}
		return err
	})
}

// about tells which program on which PC this is.
func (s *Settings) about() {
	read(s, s.desk.Bearings, func(b app.Bearings) {
		d := s.desk.Office.Device()
		version := strings.TrimSpace("运维台账 " + fyne.CurrentApp().Metadata().Version)
		s.Act = widgets.NewButton("审计", "history", widgets.Usual, func() { s.frame.Open("audit/verify") })
		kinds := map[string]string{"station": "工作站", "center": "信息中心"}
		s.show(card("程序", "", nil, fact("版本", version), fact("写入台账的", d.Program), fact("联网", "不联网，数据只在这台电脑上"), fact("字体", "Noto Sans SC、图标 Tabler，许可见安装目录的 NOTICE")),
			card("本机台账", "谁何时办了什么、台账有没有被改动过，见“审计”。", s.Act, fact("本机名称", s.desk.Name), fact("本机角色", kinds[d.Role]+"，编号 "+d.Station), fact("台账头", b.Code),
				fact("设备日志", d.Feed), fact("存放位置", s.desk.Dir), fact("账号", s.desk.Account+"（"+app.RoleNames(b.Roles, "、")+"）")))
	})
}
