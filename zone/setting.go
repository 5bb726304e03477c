package zone

// Setting is a part of the platform that zones are made with.
type Setting string

// The settings.
const (
	SettingNameservers Setting = "nameservers" // the NS of each zone
	SettingMail        Setting = "mail"        // the MX of names with e-mail forwards
	SettingWeb         Setting = "web"         // the addresses of web forwards
)
