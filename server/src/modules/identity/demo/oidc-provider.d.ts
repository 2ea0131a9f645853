// The index of the package only adds a remark on the console about the age of Node; the class stands here.
declare module 'oidc-provider/lib/provider.js' {
  export { Provider } from 'oidc-provider';
}
