// Package training owns trainings, special trainings and the exchanges of the three parties (培训交流; R067, R096, R121–R122): who was
// invited and who came, what was handed out, what it was worth. It may not import other records, nor rules.
package training

import (
	"time"

	"opsledger/app/ledger"
)

// Training is one 培训交流. Who takes part works in the departments, for us, or for the developers: all are named.
type Training struct {
	Type    string    `label:"类别" dict:"training_kind" need:"yes" index:"yes"`
	Topic   string    `label:"主题" need:"yes" search:"yes"`
	Systems []string  `label:"涉及系统" help:"每行一个系统" example:"社会保险系统"`
	Trainer string    `label:"主讲人" of:"person" need:"yes" search:"yes"`
	Planned time.Time `label:"计划时间" future:"yes" need:"yes" index:"yes"`
	Place   string    `label:"地点"`
	Units   []string  `label:"参加单位" of:"unit" search:"yes" help:"每行一个单位"`
	Invited int       `label:"应训人数" help:"覆盖率＝已训÷应训"`
	Quotas  []string  `label:"各单位应训人数" help:"每行一个单位：单位 | 人数；各单位都写了的，应训人数可不填" example:"丹徒区社保中心 | 1"`
	Issue   string    `label:"针对的共性问题" search:"yes" index:"yes" help:"与工单上的“共性问题”写法一致，才能对比培训前后的工单量"`

	Start        time.Time `label:"开始时间" step:"yes" index:"yes"`
	End          time.Time `label:"结束时间" step:"yes"`
	Materials    string    `label:"培训资料" type:"file" step:"yes"`
	Trained      int       `label:"已训人数" step:"yes"`
	Coverage     string    `label:"覆盖率（%）" type:"points" step:"yes"`
	Parties      []string  `label:"参与方" step:"yes"`
	Participants []string  `label:"签到名单" step:"yes" search:"yes" help:"每行一人：姓名 | 单位 | 业务人员、技术人员或开发人员 | 成绩" example:"李芳 | 养老科 | 业务人员"`
	Grade        string    `label:"效果评价" choices:"优,良,中,差" step:"yes"`
	Evaluation   string    `label:"评价说明" type:"long" search:"yes"`

	Facts Facts
}

// States of a training, in rising rank.
const (
	Void      ledger.State = "void"
	Cancelled ledger.State = "cancelled"
	Planned   ledger.State = "planned"
	Ongoing   ledger.State = "ongoing"
	Finished  ledger.State = "finished"
	Evaluated ledger.State = "evaluated"
)

// Exchange is the type of training in which all three parties meet (R121).
const Exchange = "交流活动"

// Kind describes the training.
var Kind = ledger.Define[Training]("training", "培训交流",
	ledger.Numbered("PX", "topic"),
	ledger.States("void:已作废", "cancelled:已取消", "planned:已计划", "ongoing:进行中", "finished:已结束", "evaluated:已评价"),
	ledger.Told(
		ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
		ledger.Field{Key: "name", Label: "姓名", Type: ledger.Text},
		ledger.Field{Key: "unit", Label: "单位", Type: ledger.Text, Of: "unit"},
		ledger.Field{Key: "party", Label: "所属方", Type: ledger.Choice, Choices: PartyNames},
		ledger.Field{Key: "score", Label: "成绩", Type: ledger.Points},
		ledger.Field{Key: "signed_in", Label: "签到时间", Type: ledger.Time},
		ledger.Field{Key: "evaluated", Label: "评价时间", Type: ledger.Time},
	),
	ledger.Step("plan", "计划", ledger.Creates(), ledger.To(Planned), ledger.Asks("type", "topic", "trainer", "planned", "systems?", "place?", "units?", "invited?", "quotas?", "issue?"), ledger.Checked(checkPlan)),
	ledger.Step("begin", "开始", ledger.From(Planned), ledger.To(Ongoing), ledger.Asks("start"), ledger.Checked(checkTimes)),
	ledger.Step("sign-in", "签到", ledger.From(Planned, Ongoing, Finished), ledger.Asks("name", "unit?", "party?", "signed_in", "score?"), ledger.Checked(checkSignIn)),
	ledger.Step("sign-in-many", "批量签到", ledger.From(Planned, Ongoing, Finished), ledger.OnSheet(), ledger.Asks("participants"), ledger.Checked(checkMany)),
	ledger.Step("score", "登记成绩", ledger.From(Ongoing, Finished, Evaluated), ledger.Asks("name", "unit?", "score"), ledger.Checked(checkScore)),
	ledger.Step("strike", "剔除签到", ledger.From(Planned, Ongoing, Finished), ledger.Asks("name", "unit?", "reason"), ledger.Checked(checkScore)),
	ledger.Step("finish", "结束", ledger.From(Planned, Ongoing), ledger.To(Finished), ledger.Asks("start?", "end?", "materials?", "invited?", "quotas?"), ledger.Checked(checkFinish)),
	ledger.Step("evaluate", "评价", ledger.From(Finished), ledger.To(Evaluated), ledger.Asks("grade", "evaluation", "evaluated")),
	ledger.Step("cancel", "取消", ledger.From(Planned, Ongoing), ledger.To(Cancelled), ledger.Asks("reason")),
	ledger.Step("void", "作废", ledger.From(Cancelled, Planned, Ongoing, Finished, Evaluated), ledger.To(Void), ledger.Asks("reason")),
	ledger.DeriveStepwise(begin),
)
