package change

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"opsledger/app/ledger"
)

// The checks' own wording is Chinese: it is shown as it is, at entry and as 违反 in the history.
var (
	errDefinition  = errors.New("查询统计和外部比对须填写口径和数据源")
	errBatch       = errors.New("批处理作业须填写批处理类别（调资、计息、重算等）")
	errHash        = errors.New("SHA-256 应为64位十六进制")
	errScript      = errors.New("请选脚本附件，或填写脚本的SHA-256")
	errScriptDiff  = errors.New("所填的SHA-256与脚本附件的不一致")
	errLetter      = errors.New("没有授权文件：请先把授权函添加为附件，再填写授权文件（附件名）")
	errDelegation  = errors.New("代批须写明代谁批准、委托授权人、委托起止日和委托书")
	errOutside     = errors.New("授权日期不在委托期内，代批无效")
	errSame        = errors.New("执行人与授权人是同一人，须由另一人执行")
	errNoGrant     = errors.New("未授权不能执行：请先由信息中心授权并附授权文件")
	errSecond      = errors.New("敏感或外部数据须二次授权，且两次不能是同一人")
	errDenied      = errors.New("信息中心不予授权，不能执行；可退回后重新申请")
	errHanded      = errors.New("数据带出须填写")
	errOpenEnd     = errors.New("销毁期限早于交付日期")
	errNothing     = errors.New("没有这次交付")
	errReconcile   = errors.New("迁移作业须核对迁出、迁入笔数后才能归档")
	errNegative    = errors.New("笔数不能为负数")
	errNotVerified = errors.New("迁移作业须先签认测试，再签认验证")
)

var sha = regexp.MustCompile(`^[0-9a-f]{64}$`)

// timeLabel repeats the labels of Change: the description can't be asked while it is being made.
var timeLabel = map[string]string{"applied": "申请时间", "reviewed": "审核时间", "authorised": "授权时间", "executed": "执行时间", "reconciled": "核对时间",
	"rolled_back": "回退时间", "closed": "归档时间", "delivered": "交付时间", "signed_for": "签收时间", "destroyed": "销毁时间"}

func checkApply(_ ledger.Before, f ledger.Fields) error {
	kind := f.Text("type")
	switch {
	case (kind == Query || kind == Matching) && (f.Text("definition") == "" || f.Text("source") == ""):
		return errDefinition // R012
	case kind == Batch && f.Text("batch") == "":
		return errBatch
	case f.Text("script_hash") != "" && !sha.MatchString(f.Text("script_hash")):
		return errHash
	}
	return nil
}

func checkScript(_ ledger.Before, f ledger.Fields) error {
	said, file := f.Text("script_hash"), f.Text("script")
	switch {
	case said == "" && file == "":
		return errScript
	case said != "" && !sha.MatchString(said):
		return errHash
	case said != "" && file != "" && said != file:
		return errScriptDiff
	}
	return nil
}

// checkGrant looks at what the grant tells alone: it may be written before what it answers has arrived.
func checkGrant(_ ledger.Before, f ledger.Fields) error {
	if f.Text("letter") == "" && f.Text(ledger.Paper) == "" {
		return errLetter // R014
	}
	told := 0
	for _, key := range []string{"deputy_for", "delegated_by", "delegation", "delegation_from", "delegation_to"} {
		if f.Text(key) != "" {
			told++
		}
	}
	day := ledger.ParseTime(f["authorised"]).Format(time.DateOnly)
	switch {
	case told == 0:
		return nil
	case told < 5:
		return errDelegation
	case day < f.Text("delegation_from") || day > f.Text("delegation_to"):
		return errOutside // R117
	}
	return nil
}

// checkStage keeps the order a migration has: no step before the one ahead of it is signed (R051).
func checkStage(b ledger.Before, f ledger.Fields) error {
	facts, _ := b.Facts.(Facts)
	if b.Fields.Text("type") == Migration && f.Text("stage") == Verify && !facts.Signed(Test) {
		return errNotVerified
	}
	return nil
}

// needed are the stages that must be signed before work begins: a migration is verified before, the others after (R051).
func needed(kind string) []string {
	if kind == Migration {
		return []string{Backup, Test, Verify}
	}
	return []string{Backup, Test}
}

func checkExecute(b ledger.Before, f ledger.Fields) error {
	facts, _ := b.Facts.(Facts)
	switch facts.Status() {
	case Denied:
		return errDenied
	case Again:
		return errSecond
	case Authorised:
	default:
		return errNoGrant
	}
	if missing := facts.unsigned(needed(b.Fields.Text("type"))); missing != nil {
		return fmt.Errorf("%s环节还没有签认，不能执行", strings.Join(missing, "、"))
	}
	at := ledger.ParseTime(f["executed"])
	for _, g := range facts.Grants {
		if same(g.By, f.Text("executor")) {
			return errSame
		}
		if at.Before(g.At) {
			return early("executed", at, "authorised", g.At)
		}
	}
	return nil
}

// same compares two names as a person reads them.
func same(a, b string) bool {
	trim := func(s string) string { return strings.Join(strings.Fields(s), "") }
	return trim(a) != "" && trim(a) == trim(b)
}

// checkDelivery asks for everything where data leaves (R113).
func checkDelivery(b ledger.Before, f ledger.Fields) error {
	if h := f.Text("output_sha"); h != "" && !sha.MatchString(h) {
		return errHash
	}
	if f["leaves"] == true {
		var missing []string
		for key, label := range map[string]string{"encryption": "加密方式", "receiver": "接收人", "signed_for": "签收时间", "due_destroyed": "销毁期限"} {
			if f.Text(key) == "" {
				missing = append(missing, label)
			}
		}
		if slices.Sort(missing); missing != nil {
			return fmt.Errorf("%w：%s", errHanded, strings.Join(missing, "、"))
		}
	}
	at := ledger.ParseTime(f["delivered"])
	if by := f.Text("due_destroyed"); by != "" && by < at.Format(time.DateOnly) {
		return errOpenEnd
	}
	if got := ledger.ParseTime(f["signed_for"]); !got.IsZero() && got.Before(at) {
		return early("signed_for", got, "delivered", at)
	}
	return notBefore("executed", "delivered")(b, f)
}

func checkDestroyed(b ledger.Before, f ledger.Fields) error {
	facts, _ := b.Facts.(Facts)
	for _, d := range facts.Deliveries {
		if at := ledger.ParseTime(f["destroyed"]); d.Ref == f.Text("of") && at.Before(d.At) {
			return early("destroyed", at, "delivered", d.At)
		} else if d.Ref == f.Text("of") {
			return nil
		}
	}
	return errNothing
}

// checkClose holds that all five stages are signed and that a migration's counts agree (R015, R051).
func checkClose(b ledger.Before, f ledger.Fields) error {
	facts, _ := b.Facts.(Facts)
	if missing := facts.unsigned(StageNames); missing != nil {
		return fmt.Errorf("%s环节还没有签认，五个环节都签认了才能归档", strings.Join(missing, "、"))
	}
	if b.Fields.Text("type") == Migration && b.State == Executed {
		c := facts.Counts
		switch {
		case c == nil:
			return errReconcile
		case c.Source != c.Target:
			return fmt.Errorf("迁出%d笔、迁入%d笔，笔数不符，不能归档", c.Source, c.Target)
		}
	}
	return notBefore("executed", "closed")(b, f)
}

func checkReconcile(b ledger.Before, f ledger.Fields) error {
	for _, key := range []string{"source_count", "target_count"} {
		if f.Int(key) < 0 {
			return errNegative
		}
	}
	return notBefore("executed", "reconciled")(b, f)
}

// notBefore checks that the time a step tells does not lie before an earlier one of the record.
func notBefore(first, second string) func(ledger.Before, ledger.Fields) error {
	return func(b ledger.Before, f ledger.Fields) error {
		x, y := ledger.ParseTime(b.Fields[first]), ledger.ParseTime(f[second])
		if x.IsZero() || y.IsZero() || !y.Before(x) {
			return nil
		}
		return early(second, y, first, x)
	}
}

func early(late string, at time.Time, first string, than time.Time) error {
	return fmt.Errorf("%s %s 早于%s %s", timeLabel[late], at.Format("2006-01-02 15:04"), timeLabel[first], than.Format("2006-01-02 15:04"))
}
