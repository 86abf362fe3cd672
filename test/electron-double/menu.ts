import { checkOptions, LoudEmitter, loud } from './loud.ts'

type Template = Electron.MenuItemConstructorOptions
type Role = NonNullable<Template['role']>

const options = ['click', 'enabled', 'label', 'role', 'submenu', 'type'] as const satisfies (keyof Template)[]
const roles = [
  'about',
  'appMenu',
  'close',
  'editMenu',
  'fileMenu',
  'help',
  'quit',
  'reload',
  'resetZoom',
  'toggleDevTools',
  'togglefullscreen',
  'windowMenu',
  'zoomIn',
  'zoomOut',
] as const satisfies Role[]

/** One entry of a menu, checked and remembered. */
export interface MenuItem {
  label: string
  role: Role | undefined
  type: NonNullable<Template['type']>
  enabled: boolean
  submenu: Menu | undefined
  click: () => void
}

/** A native menu; nobody sees it, and a test clicks its entries. */
export class Menu extends LoudEmitter {
  static applicationMenu: Menu | null = null
  readonly items: MenuItem[] = []

  constructor() {
    super('Menu', [])
  }

  static buildFromTemplate(template: Template[]): Menu {
    const menu = loud('Menu', new Menu())
    for (const entry of template) menu.items.push(itemOf(entry))
    return menu
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.applicationMenu = menu
  }

  static getApplicationMenu(): Menu | null {
    return Menu.applicationMenu
  }
}

function itemOf(entry: Template): MenuItem {
  checkOptions('a menu item', entry, options)
  const known: readonly string[] = roles
  if (entry.role && !known.includes(entry.role))
    throw new Error(`electron double: the menu role ${entry.role} is unknown`)
  if (!entry.role && entry.type !== 'separator' && !entry.label) {
    throw new Error('Invalid template for MenuItem: must have at least one of label, role or type')
  }
  return {
    label: entry.label ?? '',
    role: entry.role,
    type: entry.type ?? (entry.submenu ? 'submenu' : 'normal'),
    enabled: entry.enabled ?? true,
    submenu: Array.isArray(entry.submenu) ? Menu.buildFromTemplate(entry.submenu) : undefined,
    click: () => entry.click?.(undefined as never, undefined, undefined as never),
  }
}
