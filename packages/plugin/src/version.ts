/**
 * Version of the plugin API, apart from the product's own version. It follows semver: a plugin built for `1.2` runs on
 * every host whose API is `1.x` with `x >= 2`. Before `1.0`, the minor number plays the part of the major.
 */
export const PLUGIN_API_VERSION = '0.1.0'
