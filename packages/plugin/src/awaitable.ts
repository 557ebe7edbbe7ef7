/** A value or a promise of it: the engine awaits only what is a promise. */
export type Awaitable<Value> = Value | PromiseLike<Value>
