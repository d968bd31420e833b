/*
 * How much the tests try that are given a count: seeds, runs of a property, kills. `TEST_EFFORT=10 npm test` is ten times as
 * thorough; without it the whole suite ends within three minutes on two cores.
 */
const effort = Number(process.env.TEST_EFFORT ?? 1)

export const times = (count: number): number => Math.ceil(count * effort)
