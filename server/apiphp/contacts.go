package apiphp

import "nameyard/reseller"

// contactLabels are the seed's names of contact fields.
var contactLabels = map[string]string{
	"first_name": "Name", "last_name": "Name", "company": "Company", "address1": "Address", "address2": "Address_2",
	"city": "City", "state": "State", "postcode": "Zip_Code", "country": "Country", "phone": "Telephone", "email": "Email",
}

// contactParam is the parameter of one field of a contact in SaveContactDetails.
func contactParam(role reseller.Role, label string) string {
	return "contactdetails[" + roleLabels[role] + "][" + label + "]"
}

// roleLabels are the contact types as answers show them.
var roleLabels = map[reseller.Role]string{
	reseller.RoleRegistrant: "Registrant", reseller.RoleAdmin: "Admin", reseller.RoleTech: "Tech", reseller.RoleBilling: "Billing",
}
