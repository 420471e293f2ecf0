// Package demo makes a believable stretch of a station's life: a provincial export, the people and departments, and
// everything the program makes of them. The same seed gives the same tickets; only the dates follow the clock.
package demo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/rule/sla"
	"opsledger/app/rule/worktime"
	"opsledger/cmd/internal/boot"
	"opsledger/storage/sheet"
	"opsledger/storage/vault"
)

// Account and password of a demo store: made up, and printed wherever it is opened.
const (
	User     = "张伟"
	Password = "Demo-2026!"
)

// Options of a demo.
type Options struct {
	Dir     string
	Tickets int
	Now     func() time.Time
	Cost    vault.Cost
	Say     func(format string, args ...any) // progress, may be nil
}

// Made is what a demo made.
type Made struct {
	Store string   `json:"store"`
	Files []string `json:"files"`
}

// Make builds the demo in an empty folder.
func Make(ctx context.Context, o Options) (m Made, err error) {
	if o.Say == nil {
		o.Say = func(string, ...any) {}
	}
	now := o.Now()
	m.Store = filepath.Join(o.Dir, "台账")
	setup := boot.Setup{Options: boot.Options{Dir: m.Store, User: User, Password: Password, Program: "opsctl", Now: o.Now, Cost: o.Cost},
		Name: "驻场一号机", Role: "station", AccountRole: ledger.Lead, Station: "01"}
	s, _, err := boot.Init(ctx, setup)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	o.Say("建立台账 %s（账号 %s，口令 %s）", m.Store, User, Password)
	if err := people(ctx, s, now); err != nil {
		return m, err
	}
	export := filepath.Join(o.Dir, "省工单系统导出.xlsx")
	if err := writeExport(ctx, s, export, o.Tickets, now); err != nil {
		return m, err
	}
	m.Files = append(m.Files, export)
	in, err := s.ImportTickets(ctx, export, app.Importing{}, nil)
	if err != nil {
		return m, err
	}
	o.Say("导入 %s：%d行，新增%d，有误%d行", filepath.Base(export), in.Rows, in.Created, len(in.Faults))
	if err := work(ctx, s); err != nil {
		return m, err
	}
	return m, writeReports(ctx, s, o, &m)
}

var engineers = []string{"张伟", "李娜", "王强", "赵敏"}

func people(ctx context.Context, s *boot.Session, now time.Time) error {
	start := time.Date(now.Year(), 1, 1, 0, 0, 0, 0, ledger.Zone)
	if _, err := s.SetContract(ctx, map[string]string{"start": start.Format(time.DateOnly), "end": start.AddDate(1, 0, -1).Format(time.DateOnly),
		"fee": "980000", "hours": "08:30-12:00,13:30-18:00", "days": "1-5", "from": "2020-01-01"}); err != nil {
		return err
	}
	for i, name := range engineers {
		role := map[bool]string{true: "项目经理", false: "驻场工程师"}[i == 0]
		if _, err := s.Act(ctx, app.Step{Kind: "person", Key: "new", Action: "join", Values: map[string]string{"name": name, "role": role,
			"from": start.Format(time.DateOnly), "company": "江苏某软件有限公司", "phone": fmt.Sprintf("1390511%04d", 2310+i)}}); err != nil {
			return err
		}
	}
	for _, u := range units {
		if _, err := s.Act(ctx, app.Step{Kind: "unit", Key: "new", Action: "record", Values: map[string]string{"name": u[0], "region": u[1], "side": "业务部门"}}); err != nil {
			return err
		}
	}
	return nil
}

var units = [][2]string{{"市社保中心企业养老科", "镇江市本级"}, {"市社保中心工伤失业科", "镇江市本级"}, {"润州区社保中心", "润州区"},
	{"京口区社保中心", "京口区"}, {"丹徒区社保中心", "丹徒区"}, {"经开区社保分中心", "经开区"}}

// subject is a kind of trouble with the month in which it peaks.
type subject struct {
	title, system, insurance, category, kind, cause string
	peak                                            time.Month
}

var subjects = []subject{
	{"养老待遇调整后金额与测算不一致", "社会保险系统", "企业职工养老", "错误数据处理", "数据", "数据问题", 7},
	{"个人账户年度计息结果有误", "社会保险系统", "企业职工养老", "错误数据处理", "数据", "程序缺陷", 1},
	{"退休审批提示缴费年限不足", "社会保险系统", "企业职工养老", "工单处理", "业务", "政策口径", 0},
	{"居民养老缴费到账后未记账", "社会保险系统", "城乡居民养老", "错误数据处理", "数据", "接口异常", 12},
	{"失业金发放批次状态未更新", "社会保险系统", "失业", "工单处理", "业务", "数据问题", 0},
	{"工伤医疗费结算单重复上传", "工伤联网结算", "工伤", "错误数据处理", "数据", "接口异常", 0},
	{"银行代发回盘文件解析失败", "精准发放平台", "企业职工养老", "接口", "技术", "接口异常", 0},
	{"发放名单导出缺少开户行列", "精准发放平台", "", "系统优化完善", "技术", "需求咨询", 0},
	{"疑似重复领取待遇名单核查", "稽核风控", "", "数据查询统计", "数据", "数据问题", 4},
	{"参保登记信息与公安比对不一致", "全民参保管理", "", "错误数据处理", "数据", "数据问题", 3},
	{"被征地人员分段缴费记录缺失", "被征地保障管理", "", "错误数据处理", "数据", "数据问题", 9},
	{"社区化服务人员转入失败", "退休人员社区化服务", "", "工单处理", "业务", "操作问题", 0},
	{"如何办理跨省转移接续退回", "社会保险系统", "企业职工养老", "指导答疑", "业务", "需求咨询", 0},
	{"工单流转节点缺少协办选项", "工单系统", "", "系统优化完善", "技术", "需求咨询", 0},
}

var exportHead = []string{"工单编号", "问题标题", "问题内容", "系统名称", "险种类型", "所属区域", "工单类型", "主类型", "来源渠道", "提单单位", "提单人", "手机号",
	"提交时间", "到达项目组时间", "签收时间", "处理人员", "工单状态", "办结时间", "确认时间", "处理意见", "原因分类", "是否返工", "返工原因", "超时责任"}

// writeExport writes a year of tickets as the province's system exports them.
func writeExport(ctx context.Context, s *boot.Session, path string, n int, now time.Time) error {
	var cal *worktime.Calendar
	err := s.Store.View(ctx, func(r app.Reader) (err error) {
		cal, err = s.Calendar(ctx, r)
		return err
	})
	if err != nil {
		return err
	}
	g := &generator{rand: rand.New(rand.NewPCG(2026, 11)), cal: cal, now: now}
	rows, err := g.year(n)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	titles := []string{"江苏省人社一体化平台工单系统　工单导出", "导出单位：镇江市人力资源和社会保障信息中心　　导出时间：" + now.Format("2006-01-02 15:04")}
	if err := sheet.Table(&b, "工单", titles, exportHead, rows); err != nil {
		return err
	}
	return boot.WriteFile(path, b.Bytes())
}

// work takes a few steps by hand, as an engineer would this morning.
func work(ctx context.Context, s *boot.Session) error {
	list, err := s.List(ctx, app.Query{Kind: "ticket", Where: []app.Condition{{Key: "state", Op: app.Equal, Value: []string{"new"}}}, Sort: "arrived", Limit: 4}, "")
	if err != nil {
		return err
	}
	for i, t := range list {
		if _, err := s.Act(ctx, app.Step{Kind: "ticket", Key: string(t.ID), Action: "accept", Values: map[string]string{"assignee": engineers[i%len(engineers)]}}); err != nil {
			return err
		}
		if _, err := s.Act(ctx, app.Step{Kind: "ticket", Key: string(t.ID), Action: "note", Values: map[string]string{"text": "已电话联系申请单位，正在核对明细。"}}); err != nil {
			return err
		}
	}
	return nil
}

// writeReports takes the year's checks, and draws this week's report and the last one's.
func writeReports(ctx context.Context, s *boot.Session, o Options, m *Made) error {
	if _, err := s.TakeChecks(ctx); err != nil {
		return err
	}
	for back := 1; back >= 0; back-- {
		week := sla.WeekOf(o.Now().AddDate(0, 0, -7*back))
		rep, err := s.Weekly(ctx, week.String(), time.Time{})
		if err != nil {
			continue // a week without a working day has none
		}
		files, err := boot.WriteWeekly(rep, filepath.Join(o.Dir, "周报"))
		if err != nil {
			return err
		}
		m.Files = append(m.Files, files...)
		o.Say("周报 %s：到达%d，办结%d，在途%d（%s%%），超时%d", week, rep.Arrived.Value, rep.Done.Value, rep.InTransit.Value, rep.Rate.Percent, rep.Overdue.Value)
	}
	return nil
}
