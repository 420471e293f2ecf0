package compare

import (
	"strings"

	"opsledger/app/rule/intake"
	"opsledger/app/rule/privacy"
)

// address is masked but for its first character: what Mask does with kinds it has no form for.
const address = "address"

// heads are words in the header of a column that holds personal data, the telling ones first: 联系人电话 is a telephone.
var heads = []struct{ word, kind string }{
	{"电话", privacy.Phone}, {"手机", privacy.Phone}, {"联系方式", privacy.Phone},
	{"身份证", privacy.IDCard}, {"证件号", privacy.IDCard}, {"公民身份", privacy.IDCard}, {"身份号", privacy.IDCard}, {"社会保障号", privacy.IDCard}, {"社保号", privacy.IDCard}, {"证号", privacy.IDCard},
	{"银行卡", privacy.BankCard}, {"银行账", privacy.BankCard}, {"卡号", privacy.BankCard}, {"账号", privacy.BankCard}, {"帐号", privacy.BankCard}, {"账户", privacy.BankCard},
	{"地址", address}, {"住址", address},
	{"姓名", privacy.Name}, {"人名", privacy.Name}, {"参保人", privacy.Name}, {"领取人", privacy.Name}, {"申请人", privacy.Name}, {"联系人", privacy.Name}, {"受益人", privacy.Name},
	{"监护人", privacy.Name}, {"户主", privacy.Name}, {"死者", privacy.Name}, {"逝者", privacy.Name}, {"亡者", privacy.Name}, {"配偶", privacy.Name}, {"家属", privacy.Name},
}

// Personal is the kind of personal data that stands under a header; "" none that its words tell.
func Personal(head string) string {
	head = intake.NormalHeader(head)
	for _, h := range heads {
		if strings.Contains(head, h.word) {
			return h.kind
		}
	}
	return ""
}

// Mask masks a cell by the kind of data its header tells, and by what it looks like: numbers are masked wherever they stand, right or
// wrong.
func Mask(kind, text string) string {
	switch kind {
	case "":
	case address:
		return privacy.Mask(kind, text)
	default:
		return privacy.Mask(kind, narrow(text))
	}
	switch plain := dashes.Replace(narrow(text)); {
	case !long(plain) && !intake.Rounded(intake.Cell{Text: plain}):
		return privacy.Scrub(text)
	case len(plain) == 15 || len(plain) == 18:
		return privacy.Mask(privacy.IDCard, plain)
	default:
		return privacy.Mask(privacy.BankCard, plain)
	}
}
