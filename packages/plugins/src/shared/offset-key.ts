/** The field of the offset in the file, where an input adds it and does not name it otherwise. */
export const OFFSET_KEY = '__file_offset__'

/** Metadata of a group: the name of that field, from an input that names it otherwise. */
export const OFFSET_KEY_METADATA = 'log.file.offset_key'
