/** Sources import `./post.service.js`, the name it has once built; a test reads `post.service.ts`. */
module.exports = (request, options) => {
  if (/^\.\.?\//.test(request) && request.endsWith('.js') && !options.basedir.includes('/node_modules/')) {
    for (const extension of ['.ts', '.tsx', '.js']) {
      try {
        return options.defaultResolver(request.replace(/\.js$/, extension), options);
      } catch {}
    }
  }
  return options.defaultResolver(request, options);
};
