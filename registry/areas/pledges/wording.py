"""The words of pledges in both languages: what is signed, what fields and choices are called, what terms mean."""

from typing import Final

Pair = tuple[str, str]

TITLE: Final[Pair] = ("质押", "Pledges")

GLOSSARY: Final[dict[str, Pair]] = {
    "pledge": ("质押", "Units set aside as the security of one loan; only the lender can give them back"),
    "owner": ("出质人", "Whose units they are; usually the borrower"),
    "lender": ("质权人", "The bank or lender whose claim they secure"),
    "haircut": ("折扣", "What is taken off the market's worth before it is lent against"),
    "margin": ("保证水平", "What the units must be worth for each yuan that is owed"),
    "margin call": ("追加通知", "The lender's word that more must be put in or repaid, by a day"),
    "top-up": ("追加质押", "More units of the same asset for the same loan"),
    "enforcement": ("处置", "Turning pledged units into money when the loan or a call was missed"),
    "reference price": ("参考价", "A price stated by the authority where a class is not dealt in here"),
}

KIND_NAMES: Final[dict[str, Pair]] = {
    "pledges.offer": ("申请质押", "Offer a pledge"),
    "pledges.accept": ("接受质押", "Accept a pledge"),
    "pledges.decline": ("不接受质押", "Decline a pledge"),
    "pledges.withdraw": ("撤回质押申请", "Withdraw an offered pledge"),
    "pledges.call": ("通知追加", "Call for margin"),
    "pledges.top_up": ("追加质押", "Top up a pledge"),
    "pledges.note_repayment": ("登记还款", "Note a repayment"),
    "pledges.release": ("解除质押", "Release pledged units"),
    "pledges.enforce": ("开始处置", "Begin to enforce"),
    "pledges.sell": ("协议处置质押物", "Sell pledged units to a buyer"),
}

SENTENCES: Final[dict[str, Pair]] = {
    "pledges.offer": (
        (
            "以账户 {source} 中的 {units} 单位 {asset} 质押给 {lender}，担保 {loan_fen} 的贷款，{due_on} 到期；"
            "先入 {escrow}，对方接受后入质押账户 {pledge_account}，其后只有 {lender} 能够解除。"
        ),
        (
            "Pledge {units} units of {asset} in account {source} to {lender} for a loan of {loan_fen} due on "
            "{due_on}; they wait in {escrow} and, once accepted, lie in pledge account {pledge_account}, from which "
            "only {lender} can release them."
        ),
    ),
    "pledges.accept": (
        (
            "接受质押 {pledge}，贷款 {loan_fen}；按 {price_day} 的价格 {price_fen} 估值，登记编号 {registration}；"
            "处置所得入 {cash}。"
        ),
        (
            "Accept pledge {pledge} for a loan of {loan_fen}, valued at {price_fen} a unit of {price_day}, "
            "registered under {registration}; proceeds of an enforcement go to {cash}."
        ),
    ),
    "pledges.decline": (
        "不接受质押 {pledge}，单位退回出质人。",
        "Decline pledge {pledge}; its units go back to their owner.",
    ),
    "pledges.withdraw": (
        "撤回质押申请 {pledge}，单位退回原账户。",
        "Withdraw the offered pledge {pledge}; its units go back to their account.",
    ),
    "pledges.call": (
        "按 {price_day} 的价格 {price_fen}，质押 {pledge} 低于保证水平，须在 {until} 前追加或还款。",
        ("At {price_fen} a unit of {price_day} pledge {pledge} is below its margin; put more in or repay by {until}."),
    ),
    "pledges.top_up": (
        "向质押 {pledge} 追加账户 {source} 中的 {units} 单位 {asset}。",
        "Put {units} units of {asset} in account {source} into pledge {pledge}.",
    ),
    "pledges.note_repayment": (
        "登记质押 {pledge} 的还款 {fen}（业务编号 {reference}）；还清时质押随之解除。",
        "Note a repayment of {fen} for pledge {pledge} (reference {reference}); when nothing is owed it ends.",
    ),
    "pledges.release": (
        "解除质押 {pledge} 中的 {units} 单位，退回 {target}（不填则为原账户），不论贷款是否还清。",
        (
            "Release {units} units of pledge {pledge} into {target} (without one, where they came from), whatever is "
            "still owed."
        ),
    ),
    "pledges.enforce": (
        "开始处置质押 {pledge}，原因：{ground}。",
        "Begin to enforce pledge {pledge}, because: {ground}.",
    ),
    "pledges.sell": (
        (
            "将质押 {pledge} 中的 {units} 单位以每单位 {price_fen} 转入 {target}，由 {cash} 付款；"
            "还清贷款后的余款入 {owner_cash}；登记簿之外的付款凭证：{payment}。"
        ),
        (
            "Sell {units} units of pledge {pledge} at {price_fen} each into {target}, paid from {cash}; what is "
            "left after the loan goes to {owner_cash}; paper of a payment elsewhere: {payment}."
        ),
    ),
}

FIELDS: Final[dict[str, Pair]] = {
    "source": ("转出账户", "Account that the units leave"),
    "escrow": ("托管账户", "Escrow account"),
    "pledge_account": ("质押账户", "Pledge account"),
    "lender": ("贷款机构", "Lender"),
    "owner": ("出质人", "Owner"),
    "asset": ("标的", "Asset"),
    "units": ("数量", "Units"),
    "ranges": ("指定序列号", "Named ranges"),
    "loan_fen": ("贷款金额", "Loan"),
    "outstanding_fen": ("贷款余额", "Still owed"),
    "due_on": ("到期日", "Due on"),
    "contract": ("质押合同", "Contract"),
    "pledge": ("质押编号", "Pledge"),
    "price_fen": ("单价", "Price a unit"),
    "price_day": ("价格日期", "Day of the price"),
    "cash": ("资金账户", "Cash account"),
    "registration": ("质押登记编号", "Number of the registration"),
    "until": ("追加期限", "Last day"),
    "fen": ("还款金额", "Sum repaid"),
    "reference": ("业务编号", "Reference"),
    "target": ("转入账户", "Account that receives"),
    "ground": ("原因", "Ground"),
    "document": ("处置通知", "Notice to the owner"),
    "owner_cash": ("出质人资金账户", "Owner's cash account"),
    "payment": ("付款凭证", "Paper of the payment"),
}

CHOICES: Final[dict[str, dict[str, Pair]]] = {
    "PledgeStatus": {
        "offered": ("待接受", "Waits for the lender"),
        "active": ("生效", "In force"),
        "called": ("待追加", "Margin called"),
        "enforcing": ("处置中", "Being enforced"),
        "released": ("已解除", "Released"),
        "enforced": ("已处置", "Enforced"),
        "withdrawn": ("已撤回", "Withdrawn"),
        "declined": ("未接受", "Declined"),
    },
    "Ground": {
        "margin": ("追加期限届满仍低于保证水平", "The margin call was not met in time"),
        "default": ("贷款逾期未还", "The loan is overdue"),
    },
    "Way": {
        "market": ("市场卖出", "Sold in the market"),
        "buyer": ("协议转让", "Sold to a buyer"),
        "reserve": ("转入政府储备", "Taken into the reserve"),
    },
}

PARAMETERS: Final[dict[str, Pair]] = {
    "pledge_closes": ("估值采用的收盘价个数", "How many closes a valuation takes"),
    "pledge_price_age_days": ("估值价格的最长天数", "How old a price may be"),
    "pledge_haircut_permyriad": ("质押折扣", "Haircut"),
    "pledge_margin_permyriad": ("质押保证水平", "Margin"),
    "pledge_sale_floor_permyriad": ("处置底价比例", "Lowest price of an enforcement"),
    "pledge_call_working_days": ("追加期限", "Least time of a margin call"),
    "pledge_registration_required": ("质押须写明登记编号", "A pledge names its registration"),
    "pledge_reference_price_fen": ("质押估值参考价", "Reference price"),
}
