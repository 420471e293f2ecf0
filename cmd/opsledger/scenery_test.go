package main

import (
	"os"
	"path/filepath"
	"slices"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/ui/screens"
	"opsledger/ui/widgets"
)

// exchange comes to the devices that are exchanged with.
func (s *stage) exchange() {
	s.t.Helper()
	s.open("exchange")
	s.await("驻场二号机")
	s.await("指纹")
}

// rulings comes to the center's queue, narrows it to extensions and chooses the last of them.
func (s *stage) rulings() {
	s.t.Helper()
	s.open("exchange/rulings")
	s.await("共 ")
	onWindow(func() {
		d := s.w.Face.(*screens.Rulings)
		d.Matter.Set("工单：批准延期")
		d.Matter.OnChange(nil)
		d.Table.Select(d.Table.Rows() - 1)
	})
	s.await("不批准延期…")
}

// recurring comes to what recurs in the year's tickets: of a few, as the pictures are made of, two are enough.
func (s *stage) recurring() {
	s.t.Helper()
	d := s.w.Desk()
	list, err := d.List(s.t.Context(), app.Query{Kind: "contract"}, "")
	if err != nil {
		s.t.Fatal(err)
	}
	for _, c := range list {
		if _, err := d.Act(s.t.Context(), app.Step{Kind: "contract", Key: string(c.ID), Action: "amend-terms", Values: map[string]string{"issue_tickets": "2", "reason": "会议纪要"}}); err != nil {
			s.t.Fatal(err)
		}
	}
	s.open("training/recurring")
	s.press("最近 365 天")
	s.await("前半期")
}

// twoLists comes to two lists whose columns are offered.
func (s *stage) twoLists() {
	s.t.Helper()
	ours := s.file("领取待遇人员.csv", "姓名,身份证号,月待遇\n李小芳,11010519491231002x,1200\n李小芳,'11010519491231002X,1200\n王勇,1.10105194912310E+17,980\n赵敏,320102199001010010,700\n孙远,,5\n")
	theirs := s.file("民政火化名单.csv", "姓名,公民身份号码,火化日期\n李晓芳,11010519491231002X,2026-01-02\n吴亦,321102195505050011,2026-02-02\n")
	s.open("comparison/lists")
	s.await("选两份名单")
	onWindow(func() {
		d := s.w.Face.(*screens.Comparing)
		d.PathA.SetValue(ours)
		d.PathB.SetValue(theirs)
		d.Look()
	})
	s.await("乙的关键列")
}

// compared comes to what came of two lists.
func (s *stage) compared() {
	s.t.Helper()
	s.twoLists()
	s.press("开始比对")
	s.await("两边都有")
}

// choosing comes to the files that may be imported.
func (s *stage) choosing() {
	s.t.Helper()
	atHome(s.t, "Documents/周报/", "Documents/往年/2025 年.xlsx", "Documents/工单导出-0310.csv", "Documents/工单导出-0303.csv", "Documents/说明.pdf")
	s.open("import")
	s.press("选择文件…")
	s.await("个文件夹")
}

// month is the month of attendance that is open.
func (s *stage) month() *screens.Month { return s.w.Face.(*screens.Month) }

// signIn comes to the sign-in of a training that is under way.
func (s *stage) signIn() {
	s.t.Helper()
	d := s.w.Desk()
	act := func(key, action string, values map[string]string) string {
		rec, err := d.Act(s.t.Context(), app.Step{Kind: "training", Key: key, Action: action, Values: values})
		if err != nil {
			s.t.Fatal(err)
		}
		return string(rec.ID)
	}
	at := d.Now().Format("2006-01-02 15:04")
	id := act("new", "plan", map[string]string{"type": "培训", "topic": "社会保险经办业务操作培训", "trainer": "李娜", "planned": at, "place": "市人社局三楼会议室", "invited": "120"})
	act(id, "begin", map[string]string{"start": at})
	onWindow(func() { s.w.Open("training/signin", id) })
	s.await("0／120")
}

// faulty is an export with two rows that can't go in, and one that can.
const faulty = "工单号,标题,所属系统,区域,到达时间,联系电话\nW2026-9001,养老待遇重算差异,工单系统,丹阳区,2026-03-12 09:00,13805281234\n" +
	"W2026-9002,发放名单缺列,精准发放平台,润州区,2026-02-30 09:00,\nW2026-9003,参保登记无法保存,工单系统,京口区,2026-03-12 09:00,\n"

func (s *stage) file(name, text string) string {
	path := filepath.Join(s.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// answered fills in the first run as far as the contract.
func (s *stage) answered() {
	s.t.Helper()
	onWindow(func() { answer(s.w.FirstRun) })
	s.press("下一步")
	s.await("设置账号与口令")
}

// founded makes the store, and comes to its recovery key.
func (s *stage) founded() {
	s.t.Helper()
	s.answered()
	s.press("下一步")
	s.press("建立台账")
	s.await("保管恢复密钥")
}

// kept proves that the recovery key was written down.
func (s *stage) kept() {
	s.t.Helper()
	s.founded()
	onWindow(func() {
		key := s.w.FirstRun.Key
		for i, n := range []int{2, 6} {
			key.Proof[i].SetValue(key.Text()[5*n : 5*n+4])
		}
	})
	s.press("已保管好，下一步")
}

// list comes to the tickets, once the first of them is there.
func (s *stage) list() {
	s.t.Helper()
	s.open("tickets")
	until(s.t, "the first ticket", func() bool {
		_, there := s.w.Tickets.Table.Item(0)
		return there
	})
}

// ticket opens the first ticket of the list that can still be worked on.
func (s *stage) ticket() {
	s.t.Helper()
	s.list()
	onWindow(func() { s.w.Tickets.State.Set("accepted"); s.w.Tickets.Load() })
	until(s.t, "a ticket under way", func() bool {
		item, there := s.w.Tickets.Table.Item(0)
		return there && slices.ContainsFunc(item.Cells, func(c widgets.Cell) bool { return c.Words() == "处理中" })
	})
	onWindow(func() { s.w.Tickets.Table.Select(0) })
	s.await("基本信息")
}

// kindScenes are the list of each kind with its first record beside it, and what begins a record.
func kindScenes() (out []scene) {
	for _, k := range app.Kinds().Kinds() {
		if k.Name == ticket.Kind.Name {
			continue
		}
		out = append(out, scene{"kind-" + k.Name, aYear, func(s *stage) { s.first(k) }, nil})
		if slices.ContainsFunc(k.Actions, func(a ledger.Action) bool { return a.Creates }) {
			out = append(out, scene{"form-" + k.Name, aYear, func(s *stage) {
				s.open(k.Name)
				s.await("新的在前")
				onWindow(s.w.Records.Create)
			}, nil})
		}
	}
	return out
}

// first comes to a kind's list and chooses its first record, where it has any.
func (s *stage) first(k *ledger.Kind) {
	s.t.Helper()
	s.open(k.Name)
	s.await("新的在前")
	s.settle()
	some := false
	onWindow(func() {
		if some = s.w.Records.Table.Rows() > 0; some {
			s.w.Records.Table.Select(0)
		}
	})
	if some {
		s.await("基本信息")
	}
}

// visits comes to a list of visits.
func (s *stage) visits() {
	s.t.Helper()
	s.open("visit")
	s.await("巡访")
	for _, content := range []string{"养老待遇核对口径", "工伤联网结算对账", "居民参保批量导入"} {
		_, err := s.w.Desk().Act(s.t.Context(), app.Step{Kind: "visit", Key: "new", Action: "record", Values: map[string]string{"date": "2026-03-10", "means": "走访", "unit": "丹徒区社保中心", "side": "业务",
			"region": "丹徒区", "asked": "王主任", "asker": "李娜", "content": content, "satisfaction": "满意"}})
		if err != nil {
			s.t.Fatal(err)
		}
	}
	onWindow(func() { s.w.Open("visit") })
	until(s.t, "the first visit", func() bool { _, there := s.w.Records.Table.Item(0); return there })
}

func (s *stage) preview(path string) {
	s.t.Helper()
	s.open("import")
	onWindow(func() { s.w.Import.Path.SetValue(path) })
	s.press("预览")
	until(s.t, "the preview", func() bool { return s.w.Import.Said() != "" && !s.w.Import.Preview.Disabled() })
	onWindow(func() { s.w.Import.Path.SetValue(`D:\导出\` + filepath.Base(path)) }) // the file's own folder is a test's
}

func (s *stage) palette() {
	s.t.Helper()
	onWindow(func() { command(s.t, s.w, "查找一切") })
	s.await("登记工单")
}

// write types into what has the focus.
func (s *stage) write(text string) {
	onWindow(func() {
		for _, r := range text {
			s.w.Window().Canvas().Focused().TypedRune(r)
		}
	})
}
