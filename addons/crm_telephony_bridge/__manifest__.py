# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Sales Desk: Telephony",
    "summary": "Every call logged once, the caller's card before the second ring",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "license": "LGPL-3",
    "development_status": "Alpha",
    "author": "Sales Desk",
    "website": "https://github.com/sales-desk/sales-desk",
    "depends": ["crm", "contacts", "phone_validation"],
}
