/** Defines a custom element, unless the page has it already: two bundles of ours may meet on one page. */
export function element(name: string) {
  return (type: CustomElementConstructor): void => {
    if (!customElements.get(name)) customElements.define(name, type);
  };
}
