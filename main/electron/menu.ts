import { Menu, type MenuItemConstructorOptions } from 'electron'

/** The native menu, made of roles: they carry the system's own words, shortcuts and places. */
export function menuTemplate(host: { platform: string; isPackaged: boolean }): MenuItemConstructorOptions[] {
  const isMac = host.platform === 'darwin'
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const app: MenuItemConstructorOptions[] = isMac ? [{ role: 'appMenu' }] : []
  const help: MenuItemConstructorOptions[] = isMac ? [] : [{ role: 'help', submenu: [{ role: 'about' }] }]
  const developer: MenuItemConstructorOptions[] = [{ role: 'reload' }, { role: 'toggleDevTools' }, separator]
  return [
    ...app,
    { role: 'fileMenu' },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        ...(host.isPackaged ? [] : developer),
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    ...help,
  ]
}

/** Puts the menu in its place. */
export function setMenu(host: { platform: string; isPackaged: boolean }): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(host)))
}
