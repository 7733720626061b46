-- {{< spusk experiment name=value ... >}}: a lab, by its attributes.
local HOST = 'https://your.host/spusk/'

local function escape(text)
  local names = { ['&'] = '&amp;', ['<'] = '&lt;', ['>'] = '&gt;', ['"'] = '&quot;' }
  return (text:gsub('[&<>"]', names))
end

local function spusk(args, kwargs)
  local experiment = pandoc.utils.stringify(args[1])
  local page = HOST .. '?experiment=' .. experiment
  if not quarto.doc.is_format('html:js') then
    return pandoc.Para({ pandoc.Str('Lab: '), pandoc.Link(page, page) })
  end
  quarto.doc.add_html_dependency({
    name = 'spusk',
    version = '0.1.0',
    head = '<script type="module" src="' .. HOST .. 'spusk.js"></script>',
  })
  local names = {}
  for name in pairs(kwargs) do table.insert(names, name) end
  table.sort(names)
  local attributes = ''
  for _, name in ipairs(names) do
    local value = pandoc.utils.stringify(kwargs[name])
    attributes = attributes .. ' ' .. name .. '="' .. escape(value) .. '"'
  end
  return pandoc.RawBlock('html', '<spusk-lab experiment="' .. escape(experiment) .. '"' .. attributes
    .. '><p><a href="' .. escape(page) .. '">' .. escape(page) .. '</a></p></spusk-lab>')
end

return { ['spusk'] = spusk }
