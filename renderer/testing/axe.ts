import axe from 'axe-core'

/** What axe finds wrong in a part of the page, one line a finding. */
export async function accessibilityFaults(context: Element | Document = document): Promise<string[]> {
  // A component alone has no landmarks or page title of its own: those are the frame's, and tested there.
  const rules = {
    region: { enabled: false },
    'landmark-one-main': { enabled: false },
    'page-has-heading-one': { enabled: false },
  }
  const include = context instanceof Document ? context.documentElement : context
  // The spans at the ends of a popup that send the focus round: hidden from readers, and never keep the focus.
  const exclude = [['[data-base-ui-focus-guard]']]
  const { violations } = await axe.run({ include, exclude }, { rules })
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
  )
}
