import { assert } from '../base/index.ts'
import { withoutRetries } from './linear-pattern.ts'
import type { ReferenceFile, ShapeFile } from './model-file.ts'
import type { LengthLimits, Member, Shape, StringShape, StructureShape } from './shape.ts'

/** Turns the named shapes of a model file into objects that point at each other. Shapes may be recursive. */
export class ShapeLinker {
  readonly #files: Record<string, ShapeFile>
  readonly #linked = new Map<string, Shape>()

  constructor(files: Record<string, ShapeFile>) {
    this.#files = files
  }

  structure(name: string): StructureShape {
    const shape = this.#shape(name)
    assert(shape.kind === 'structure', `${name} is not a structure`)
    return shape
  }

  #shape(name: string): Shape {
    const known = this.#linked.get(name)
    if (known !== undefined) return known
    const file = this.#files[name]
    assert(file !== undefined, `the model has no shape ${name}`)
    return file.type === 'structure' ? this.#linkStructure(name, file) : this.#keep(name, this.#link(file))
  }

  #keep<Kind extends Shape>(name: string, shape: Kind): Kind {
    this.#linked.set(name, shape)
    return shape
  }

  /** Kept before its members are linked, since one of them may lead back to it. */
  #linkStructure(name: string, { members = {}, required = [], eventstream = false }: ShapeFile): Shape {
    const linked: Member[] = []
    const shape = this.#keep(name, { kind: 'structure', name, members: linked, eventStream: eventstream })
    for (const [member, reference] of Object.entries(members)) {
      linked.push({
        name: member,
        ...this.#queryForm(member, reference),
        shape: this.#shape(reference.shape),
        required: required.includes(member),
      })
    }
    return shape
  }

  /** The model may say of a member or of its shape that it is flattened. */
  #queryForm(name: string, reference: ReferenceFile): Pick<Member, 'queryName' | 'flattened'> {
    const { member, flattened: everywhere = false } = this.#files[reference.shape] ?? {}
    const flattened = reference.flattened ?? everywhere
    const itemName = flattened ? member?.locationName : undefined
    return { queryName: itemName ?? reference.locationName ?? name, flattened }
  }

  #link(file: ShapeFile): Shape {
    const limits: LengthLimits = { min: file.min, max: file.max }
    switch (file.type) {
      case 'list':
        return {
          kind: 'list',
          itemName: file.member?.locationName ?? 'member',
          member: this.#target(file.member),
          ...limits,
        }
      case 'map':
        return {
          kind: 'map',
          keyName: file.key?.locationName ?? 'key',
          valueName: file.value?.locationName ?? 'value',
          key: this.#string(file.key),
          value: this.#target(file.value),
          ...limits,
        }
      case 'string':
        return linkString(file)
      case 'integer':
      case 'long':
      case 'float':
      case 'double':
        return { kind: 'number', type: file.type, ...limits }
      case 'blob':
        return { kind: 'blob', ...limits }
      case 'boolean':
      case 'timestamp':
        return { kind: file.type }
      default:
        assert(false, `unknown shape type ${file.type}`)
    }
  }

  #target(reference: { shape: string } | undefined): Shape {
    assert(reference !== undefined, 'a list or map without a target')
    return this.#shape(reference.shape)
  }

  #string(reference: { shape: string } | undefined): StringShape {
    const shape = this.#target(reference)
    assert(shape.kind === 'string', 'a map whose keys are not strings')
    return shape
  }
}

function linkString({ min, max, pattern, enum: values }: ShapeFile): StringShape {
  return { kind: 'string', min, max, values, pattern: pattern === undefined ? undefined : compile(pattern) }
}

/**
 * AWS matches the whole value, whether or not the model's pattern has anchors, and sees code points as Java does. Some
 * patterns escape what JavaScript's `u` flag allows no escape for (`[\\_]`): those go without it.
 */
function compile(source: string): { source: string; regExp: RegExp } {
  const whole = `^(?:${withoutRetries(source)})$`
  try {
    return { source, regExp: new RegExp(whole, 'u') }
  } catch {
    return { source, regExp: new RegExp(whole) }
  }
}
