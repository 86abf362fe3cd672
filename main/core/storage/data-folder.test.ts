import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { dataFolder } from './data-folder.ts'

describe('the folder of a profile', () => {
  test.each([
    ['linux', {}, '/home/ada/.config/Keydeck'],
    ['linux', { XDG_CONFIG_HOME: '/home/ada/conf' }, '/home/ada/conf/Keydeck'],
    ['linux', { XDG_CONFIG_HOME: 'relative' }, '/home/ada/.config/Keydeck'],
    ['linux', { XDG_CONFIG_HOME: '' }, '/home/ada/.config/Keydeck'],
    ['darwin', { XDG_CONFIG_HOME: '/x' }, '/home/ada/Library/Application Support/Keydeck'],
    ['win32', { APPDATA: '/roaming' }, '/roaming/Keydeck'],
    ['win32', {}, '/home/ada/AppData/Roaming/Keydeck'],
  ])(
    'is where Electron on %s keeps its own (%j), so that hosts share one profile',
    (platform, environment, expected) => {
      expect(dataFolder(environment, platform, '/home/ada')).toBe(expected)
    },
  )
  test('is the one that KEYDECK_DATA names, made absolute once', () => {
    expect(dataFolder({ KEYDECK_DATA: 'here' }, 'linux', '/home/ada')).toBe(resolve('here'))
    expect(dataFolder({ KEYDECK_DATA: '' }, 'linux', '/home/ada')).toBe('/home/ada/.config/Keydeck')
  })
})
